using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>What the head of a good answer says of the provider's limits. Looked at while its headers are copied, so that it costs nothing where something is left.</summary>
internal static class LimitHeaders
{
    /// <summary>Whether a header may be one that says so; the value decides nearly always.</summary>
    internal static bool SaysNothingLeft(string name, string value) =>
        value.Length == 1 && value[0] == '0' && name.Contains("-remaining", StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells the order how long nothing is left, where the headers say so.</summary>
    internal static void Tell(HttpResponseMessage response, RelayRequest request, AttemptOrder order, DateTimeOffset now)
    {
        if (request.Codec.LimitReached(new Received(response), now) is { } limit)
        {
            order.LimitReached(limit.Remaining, limit.Scope);
        }
    }

    private sealed class Received(HttpResponseMessage response) : IAnswerHeaders
    {
        public string? First(string name)
        {
            if (!response.Headers.NonValidated.TryGetValues(name, out var values))
            {
                return null;
            }

            foreach (var value in values)
            {
                return value;
            }

            return null;
        }
    }
}
