namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>An endpoint's state as operators see it.</summary>
/// <param name="State">What it does.</param>
/// <param name="Remaining">How long that lasts from now, where an end is known.</param>
/// <param name="Reason">Why, in words for an operator; null when it simply serves.</param>
public sealed record EndpointCondition(EndpointState State, TimeSpan? Remaining, string? Reason);
