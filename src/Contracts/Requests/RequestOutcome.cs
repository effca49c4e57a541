namespace MultiplexCluster.Contracts.Requests;

/// <summary>How a request ended, for the counters. The numbers are sent and stored.</summary>
public enum RequestOutcome
{
    /// <summary>Answered with a complete 2xx.</summary>
    Succeeded = 1,

    /// <summary>Answered with the provider's error, or broken off.</summary>
    Failed = 2,

    /// <summary>The caller left.</summary>
    Cancelled = 3,

    /// <summary>Refused by the service before any provider's answer could be given.</summary>
    Rejected = 4,
}
