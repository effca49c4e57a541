namespace MultiplexCluster.Contracts.Identity;

/// <summary>
/// Names one read's question for the tokens of a background response, unique over all nodes and restarts. Asking again
/// with the same name is the same question.
/// </summary>
/// <param name="Courier">A number that the asking node's courier drew when it started.</param>
/// <param name="Number">The question's number at that courier, from 1.</param>
public readonly record struct UsageTaker(long Courier, long Number);
