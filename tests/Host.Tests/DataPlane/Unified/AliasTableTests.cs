using System.Collections;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane.Unified;

public sealed class AliasTableTests
{
    [Fact]
    public async Task A_change_is_worked_out_once_however_many_requests_meet_it()
    {
        var source = new Source();
        var router = new ScriptedRouter { Refusal = new ServiceError(ServiceErrorCode.ShuttingDown, "not now") };
        await using var host = await RelayHost.StartAsync(router, codecs: ProviderCodecs.All, aliases: source);
        for (var change = 1; change <= 5; change++)
        {
            var aliases = new CountedAliases($"groq/{change}");
            source.Current = aliases;

            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Client.PostAsync(
                "/v1/chat/completions", RelayTests.Json("""{"model":"a500","messages":[{"role":"user","content":"Hi"}]}"""))));

            Assert.All(answers, answer => Assert.Equal(503, (int)answer.StatusCode));
            Assert.All(router.Executed.Skip(8 * (change - 1)), request => Assert.Equal($"{change}", request.Model));
            Assert.Equal(1, aliases.Walks);
        }
    }

    private sealed class Source : IAliasAdministration
    {
        private volatile IReadOnlyList<Alias> _current = [];

        public IReadOnlyList<Alias> Current
        {
            get => _current;
            set => _current = value;
        }

        public Task<IWireMessage> StoreAsync(Alias alias, CancellationToken ct) => throw new NotSupportedException();

        public Task<IWireMessage> DeleteAsync(string name, CancellationToken ct) => throw new NotSupportedException();
    }

    /// <summary>A thousand aliases, each of the sixteen before it and the first of one model, which count how often they are walked through.</summary>
    private sealed class CountedAliases(string model) : IReadOnlyList<Alias>
    {
        private readonly List<Alias> _all = [.. Enumerable.Range(0, 1_000).Select(i => new Alias(
            $"a{i}", i == 0 ? [model] : [.. Enumerable.Range(Math.Max(0, i - 16), Math.Min(i, 16)).Select(t => $"a{t}")], TimeSpan.FromSeconds(2), DateTimeOffset.UnixEpoch))];

        private int _walks;

        public int Walks => _walks;

        public int Count => _all.Count;

        public Alias this[int index] => _all[index];

        public IEnumerator<Alias> GetEnumerator()
        {
            Interlocked.Increment(ref _walks);
            return _all.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
