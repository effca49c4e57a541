namespace MultiplexCluster.Contracts.Requests;

/// <summary>Who pauses for a limit that one call met. The numbers are sent: never reuse one.</summary>
public enum PauseScope
{
    /// <summary>The key that was called.</summary>
    Key = 0,

    /// <summary>Its account: all endpoints of the provider with the same <c>quota_group</c>.</summary>
    Account = 1,

    /// <summary>The called model, for all keys of the account.</summary>
    Model = 2,

    /// <summary>The provider: all endpoints of it at the same base URL.</summary>
    Provider = 3,
}
