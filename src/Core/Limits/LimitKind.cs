namespace MultiplexCluster.Core.Limits;

/// <summary>The limits per minute that an endpoint's settings may have.</summary>
public enum LimitKind
{
    /// <summary><c>requests_per_minute</c>.</summary>
    Requests,

    /// <summary><c>tokens_per_minute</c>.</summary>
    Tokens,
}
