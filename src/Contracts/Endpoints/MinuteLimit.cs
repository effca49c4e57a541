namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>An endpoint's own limits per minute. The numbers are sent.</summary>
public enum MinuteLimit
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><c>requests_per_minute</c>.</summary>
    Requests = 1,

    /// <summary><c>tokens_per_minute</c>.</summary>
    Tokens = 2,
}
