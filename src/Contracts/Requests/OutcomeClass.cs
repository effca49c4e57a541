namespace MultiplexCluster.Contracts.Requests;

/// <summary>
/// What an attempt's end means for its endpoint. Each provider codec maps its vendor's statuses and bodies to
/// these. The numbers are sent and stored: never reuse one.
/// </summary>
public enum OutcomeClass
{
    /// <summary>A complete 2xx, with the dialect's terminal marker when streamed.</summary>
    Success = 1,

    /// <summary>429, Groq 498: the key cools down.</summary>
    RateLimited = 2,

    /// <summary>500, 502, 503, 504, connect failure, reset, no first byte in time: a breaker failure.</summary>
    Failing = 3,

    /// <summary>Anthropic 529, Gemini 503 <c>UNAVAILABLE</c>: no key is at fault.</summary>
    ProviderOverloaded = 4,

    /// <summary>401, Gemini <c>API_KEY_INVALID</c> and what else says that the key is good for nothing: quarantined.</summary>
    KeyRefused = 5,

    /// <summary>The account has no quota left: quarantined until the provider's reset.</summary>
    OutOfQuota = 6,

    /// <summary>400, 404, 409, 413, 422: passed through, neutral.</summary>
    CallerFault = 7,

    /// <summary>The caller left: neutral.</summary>
    Cancelled = 8,

    /// <summary>Cut after the first byte went to the caller: failed, no retry.</summary>
    BrokenStream = 9,

    /// <summary>The key is good but may not make this call (a missing scope, a model it has no access to): another may; neutral.</summary>
    NotWithThisKey = 10,

    /// <summary>The endpoint's address is one this service must not reach: nothing was sent; neutral, and no waiting heals it.</summary>
    AddressBlocked = 11,

    /// <summary>This node had to give the call up because it may no longer act on its permit: nobody's fault, neutral for the key.</summary>
    PermitLost = 12,
}
