using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Calls;

/// <summary>What the caller gets in the end.</summary>
public readonly record struct FinalAnswer
{
    private FinalAnswer(FinalAnswerKind kind, ServiceError? error, EndpointId endpoint, int attempts, long queueMs) =>
        (Kind, Error, Endpoint, Attempts, QueueMs) = (kind, error, endpoint, attempts, queueMs);

    /// <summary>Which of the three.</summary>
    public FinalAnswerKind Kind { get; }

    /// <summary>For <see cref="FinalAnswerKind.Refused"/>: the service's own error.</summary>
    public ServiceError? Error { get; }

    /// <summary>The endpoint that gave or refused it; <c>default</c> where none was asked.</summary>
    public EndpointId Endpoint { get; }

    /// <summary>Calls made.</summary>
    public int Attempts { get; }

    /// <summary>Milliseconds waited in queues and backoff.</summary>
    public long QueueMs { get; }

    /// <summary>The last attempt has given everything there is to give (or the caller has left).</summary>
    public static FinalAnswer Delivered(EndpointId endpoint, int attempts, long queueMs) =>
        new(FinalAnswerKind.Delivered, null, endpoint, attempts, queueMs);

    /// <summary>The provider's held answer, unchanged but for <c>x-should-retry: false</c> where <paramref name="retriesExhausted"/>.</summary>
    public static FinalAnswer PassOn(EndpointId endpoint, int attempts, long queueMs, bool retriesExhausted) =>
        new(retriesExhausted ? FinalAnswerKind.PassOnExhausted : FinalAnswerKind.PassOn, null, endpoint, attempts, queueMs);

    /// <summary>An error of the service's own.</summary>
    public static FinalAnswer Refused(ServiceError error, EndpointId endpoint, int attempts, long queueMs) =>
        new(FinalAnswerKind.Refused, error, endpoint, attempts, queueMs);
}

/// <summary>The kinds of <see cref="FinalAnswer"/>.</summary>
public enum FinalAnswerKind
{
    /// <summary>Nothing is left to send.</summary>
    Delivered,

    /// <summary>Send the held answer as it is.</summary>
    PassOn,

    /// <summary>Send the held answer with <c>x-should-retry: false</c>: retries have run out.</summary>
    PassOnExhausted,

    /// <summary>Send the service's error in the caller's dialect.</summary>
    Refused,
}
