using MultiplexCluster.Host.Tests.Service;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>Time between the calls of a key as the provider measures it: from the end of one to the beginning of the next.</summary>
internal static class Gaps
{
    /// <summary>How much later than planned a busy machine may be. Earlier is never right.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(1.5);

    public static IReadOnlyList<TimeSpan> Of(TestEndpoint endpoint)
    {
        var calls = endpoint.AtProvider.Calls;
        return [.. calls.Zip(calls.Skip(1), (earlier, later) => later.StartedAt - earlier.EndedAt!.Value)];
    }
}
