using System.Collections.Concurrent;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

[Collection(SharedServices.Crowded)]
public sealed class RequestIdTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const string Generated = "^req_[0-9]+_[0-9a-f]{12}$";

    [Theory, EveryProvider]
    public async Task The_callers_id_is_kept_on_every_attempt_and_in_the_log(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { initial_retry_delay = 0.01 });
        endpoint.AtProvider.Then(Step.Status(500), times: 2);
        var id = $"my/{pool.Label}?~";
        var from = Service.Output.Count;

        var reply = await pool.MustServeAsync(("X-Request-Id", id), ("X-Client-Request-Id", "ignored"));

        Assert.Equal(id, reply.RequestId);
        Assert.Equal(3, endpoint.AtProvider.Count);
        Assert.All(endpoint.AtProvider.Calls, call =>
            Assert.Equal([id, id], [.. call.Header("X-Request-Id"), .. call.Header("X-Client-Request-Id")]));
        var line = await Service.Output.WaitForAsync(l => l.Contains(id, StringComparison.Ordinal), from);
        Assert.Contains("attempts: 3,", line, StringComparison.Ordinal);
    }

    [Theory, EveryProvider]
    public async Task Every_log_line_of_a_request_has_its_id(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { max_retries = 0 });
        endpoint.AtProvider.Then(Step.Status(500)).Then(Step.Status(400)).Then(Step.CutAfterHeaders());
        var from = Service.Output.Count;

        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await pool.CallAsync()).RequestId);
        }

        ids.Add((await pool.CallAsync(("X-Multiplex-Priority", "wrong"))).RequestId);
        foreach (var id in ids)
        {
            await Service.Output.WaitForAsync(l => l.Contains(id, StringComparison.Ordinal), from);
        }

        Assert.All(
            Service.Output.From(from).Where(l => l.StartsWith("      ", StringComparison.Ordinal)),
            line => Assert.Contains(ids, id => line.Contains(id, StringComparison.Ordinal)));
    }

    [Theory, EveryProvider]
    public async Task A_request_without_an_id_gets_one(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        var (first, second) = (await pool.MustServeAsync(), await pool.StreamAsync());

        Assert.Matches(Generated, first.RequestId);
        Assert.Matches(Generated, second.RequestId);
        Assert.NotEqual(first.RequestId, second.RequestId);
        Assert.Equal([first.RequestId, second.RequestId], endpoint.AtProvider.Calls.SelectMany(c => c.Header("X-Request-Id")));
        Assert.Equal([first.RequestId, second.RequestId], endpoint.AtProvider.Calls.SelectMany(c => c.Header("X-Client-Request-Id")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("tab\tinside")]
    public async Task An_id_that_is_no_visible_ASCII_is_refused(string id) => Assert.Equal(400, (await CallWithIdAsync(id)).Status);

    [Theory]
    [InlineData(128, 200)]
    [InlineData(129, 400)]
    public async Task An_id_has_at_most_128_characters(int length, int status) =>
        Assert.Equal(status, (await CallWithIdAsync(new string('x', length))).Status);

    [Fact]
    public async Task Ten_thousand_concurrent_requests_have_ten_thousand_ids()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        await pool.AddAsync(new { max_concurrent_requests = 64, queue_size = 1000 });
        var ids = new ConcurrentDictionary<string, int>();

        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, _) =>
        {
            var reply = await pool.CallAsync();
            Assert.Matches(Generated, reply.RequestId);
            ids.AddOrUpdate(reply.RequestId, 1, (_, n) => n + 1);
        });

        Assert.Equal(10_000, ids.Count);
    }

    private async Task<Reply> CallWithIdAsync(string id)
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        await pool.AddAsync();
        return await pool.CallAsync(("X-Request-Id", id));
    }
}
