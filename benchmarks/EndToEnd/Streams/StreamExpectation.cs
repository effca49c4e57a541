using MultiplexCluster.EndToEnd.Load;

namespace MultiplexCluster.EndToEnd.Streams;

/// <summary>What a stream looks like when asked for directly at the upstream.</summary>
/// <param name="Events">Number of events.</param>
/// <param name="Fingerprint">Fingerprint of their texts in order; null when the upstream itself varies them.</param>
internal sealed record StreamExpectation(int Events, ulong? Fingerprint)
{
    private const int Samples = 3;

    public static async Task<StreamExpectation> AskAsync(int upstreamPort, ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        using var connection = await HttpConnection.OpenAsync(upstreamPort, cancellation);
        var seen = new List<EventScanner>();
        for (var i = 0; i < Samples; i++)
        {
            var events = new EventScanner(() => { });
            await connection.ExchangeAsync(request, events.Feed);
            seen.Add(events);
        }

        var first = seen[0];
        if (!seen.All(events => events.Ended && events.Count == first.Count))
        {
            throw new InvalidOperationException("The upstream's own streams differ in length or don't end with [DONE].");
        }

        return new StreamExpectation(first.Count, seen.All(events => events.Fingerprint == first.Fingerprint) ? first.Fingerprint : null);
    }

    /// <summary>What is wrong with a stream; null when nothing is.</summary>
    public string? Flaw(EventScanner events) =>
        events.Count < Events ? "events lost"
        : events.Count > Events ? "events added"
        : !events.Ended ? "no terminal event"
        : Fingerprint is { } expected && events.Fingerprint != expected ? "events reordered or changed"
        : null;
}
