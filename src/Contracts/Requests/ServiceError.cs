namespace MultiplexCluster.Contracts.Requests;

/// <summary>The errors the service itself answers with on the data plane.</summary>
public enum ServiceErrorCode
{
    /// <summary>400: a header or body the service cannot accept.</summary>
    InvalidRequest,

    /// <summary>401: client key missing, wrong or revoked.</summary>
    InvalidClientKey,

    /// <summary>403: an account-administration route while those are switched off.</summary>
    RouteNotAllowed,

    /// <summary>404: the pinned endpoint is not known.</summary>
    EndpointNotFound,

    /// <summary>404: the path is none of the provider's.</summary>
    UnknownRoute,

    /// <summary>413: the body is over the limit.</summary>
    RequestTooLarge,

    /// <summary>429: every queue that could take it is full, or switched off.</summary>
    QueueFull,

    /// <summary>429: nothing admits the request before its deadline.</summary>
    AllEndpointsCoolingDown,

    /// <summary>503: no endpoint serves it.</summary>
    NoEndpointAvailable,

    /// <summary>503: its deadline passed while it waited.</summary>
    QueueTimeout,

    /// <summary>503: an operator ended it.</summary>
    RequestCancelled,

    /// <summary>503: the node drains.</summary>
    ShuttingDown,

    /// <summary>502: the provider could not be reached, redirected, or broke off before the first byte.</summary>
    UpstreamError,

    /// <summary>504: the provider gave no first byte in time.</summary>
    UpstreamTimeout,

    /// <summary>500: a fault of this node's own, a full disk or a defect.</summary>
    InternalError,
}

/// <summary>An error of the service's own, before it is written in the caller's dialect.</summary>
/// <param name="Code">Which one.</param>
/// <param name="Message">What happened and what helps, for a person; never a secret.</param>
/// <param name="RetryAfter">From now, where waiting helps.</param>
public sealed record ServiceError(ServiceErrorCode Code, string Message, TimeSpan? RetryAfter = null);
