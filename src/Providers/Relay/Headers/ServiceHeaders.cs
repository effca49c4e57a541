using System.Globalization;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Providers.Relay.Headers;

/// <summary>The headers this service puts on every answer of the data plane.</summary>
public static class ServiceHeaders
{
    /// <summary>What their names begin with, and those of a caller's instructions; neither way does such a header pass.</summary>
    public const string Prefix = "X-Multiplex-";

    /// <summary>The request's id.</summary>
    public const string RequestId = "X-Multiplex-Request-Id";

    /// <summary>Which endpoint answered.</summary>
    public const string Endpoint = "X-Multiplex-Endpoint";

    /// <summary>Calls made.</summary>
    public const string Attempts = "X-Multiplex-Attempts";

    /// <summary>Milliseconds waited in queues and backoff.</summary>
    public const string QueueMs = "X-Multiplex-Queue-Ms";

    /// <summary>Tells SDKs whether trying again can help.</summary>
    public const string ShouldRetry = "x-should-retry";

    private static readonly string[] Small =
        [.. Enumerable.Range(0, 256).Select(n => n.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Sets them; an endpoint of <c>default</c> is left out.</summary>
    public static void Write(ICallerResponse caller, RequestId id, EndpointId endpoint, int attempts, long queueMs)
    {
        caller.SetHeader(RequestId, id.Value);
        if (endpoint != default)
        {
            caller.SetHeader(Endpoint, endpoint.Value);
        }

        caller.SetHeader(Attempts, Text(attempts));
        caller.SetHeader(QueueMs, Text(queueMs));
    }

    /// <summary>A number as header text, without allocation for small ones.</summary>
    internal static string Text(long number) =>
        (ulong)number < (ulong)Small.Length ? Small[number] : number.ToString(CultureInfo.InvariantCulture);
}
