using System.Collections.Concurrent;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Host.DataPlane.Unified.Models;

/// <summary>
/// The providers' own lists of models, asked for through the router like any call (so they take a permit) and kept for
/// five minutes, a failure for five seconds. One call at a time for each provider and pool.
/// </summary>
internal sealed class ModelLists(
    IReadOnlyList<IProviderCodec> codecs, IRequestRouter router, Forwarder forwarder, RequestIds ids, TimeProvider time,
    ILogger<ModelLists> logger)
{
    private const int MaxKept = 1_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FailureKept = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Key, Lazy<Task<Known>>> _known = new();

    /// <summary>A provider's models as an endpoint of this pool (or this very endpoint) sees them; null where it didn't say.</summary>
    internal async Task<IReadOnlyList<ServedModel>?> OfAsync(ProviderKind provider, string? pool, EndpointId? pinned, CancellationToken ct)
    {
        var key = new Key(provider, pool, pinned);
        if (_known.Count > MaxKept)
        {
            _known.Clear();
        }

        var asked = _known.GetOrAdd(key, NewAsk);
        var known = await asked.Value.WaitAsync(ct);
        if (known.Until <= time.GetUtcNow())
        {
            _known.TryUpdate(key, NewAsk(key), asked);
            known = await _known.GetOrAdd(key, NewAsk).Value.WaitAsync(ct);
        }

        return known.Models;
    }

    private Lazy<Task<Known>> NewAsk(Key key) => new(() => AskAsync(key));

    // A failure is remembered as one, never thrown: whoever asks next would get it again, for ever.
    private async Task<Known> AskAsync(Key key)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var answer = new CollectedResponse(patience.Token);
        IReadOnlyList<ServedModel>? models = null;
        try
        {
            await RelayFlow.RunAsync(ToRelay(key, answer), router, forwarder);
            models = await answer.SuccessAsync() is { } list ? ProviderModels.Read(key.Provider, list) : null;
        }
        catch (Exception failure)
        {
            // The edge of a call that nobody owns: it took too long, gave more than is read, or met a defect.
            logger.NoModels(failure, key.Provider.ToWireName());
        }

        return new Known(models, time.GetUtcNow() + (models is null ? FailureKept : Kept));
    }

    private RelayRequest ToRelay(in Key key, CollectedResponse answer)
    {
        var provider = key.Provider;
        var codec = codecs.First(codec => codec.Provider == provider);
        var target = ProviderModels.PathOf(provider);
        return new RelayRequest
        {
            Id = ids.Next(),
            Provider = provider,
            Codec = codec,
            Route = codec.Match("GET", target.Split('?')[0]) ?? throw new InvalidOperationException($"no route for {target}"),
            Method = HttpMethod.Get,
            PathAndQuery = target,
            Headers = ProviderModels.HeadersOf(provider).Select(header => new ForwardedHeader(header.Key, header.Value)).ToArray(),
            Body = null,
            Caller = answer,
            Wishes = new CallWishes { Pool = key.Pool, Pinned = key.Pinned, WaitLimit = Patience },
        };
    }

    private readonly record struct Key(ProviderKind Provider, string? Pool, EndpointId? Pinned);

    private sealed record Known(IReadOnlyList<ServedModel>? Models, DateTimeOffset Until);
}
