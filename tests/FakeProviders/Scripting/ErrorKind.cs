namespace MultiplexCluster.FakeProviders.Scripting;

/// <summary>Which of a dialect's errors a body tells of, where the status alone does not say.</summary>
public enum ErrorKind
{
    /// <summary>The dialect's usual error for the status.</summary>
    Usual,

    /// <summary>No credential was sent.</summary>
    NoKey,

    /// <summary>The credential is unknown.</summary>
    InvalidKey,

    /// <summary>Too many requests for now.</summary>
    RateLimit,

    /// <summary>Paid quota is spent: waiting does not help.</summary>
    InsufficientQuota,

    /// <summary>The quota of the day is spent (Gemini: a PerDay QuotaFailure).</summary>
    DailyQuota,
}
