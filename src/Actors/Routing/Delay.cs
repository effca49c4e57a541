namespace MultiplexCluster.Actors.Routing;

/// <summary>A delay that a request waits out, in no queue.</summary>
/// <param name="Ends">When it asks again (monotonic).</param>
/// <param name="IsOfModel">A pause of its model wherever it may go; else it failed, and comes before its next try.</param>
internal sealed record Delay(TimeSpan Ends, bool IsOfModel);
