namespace MultiplexCluster.Contracts.Requests;

/// <summary>Status and wire name of each <see cref="ServiceErrorCode"/>.</summary>
public static class ServiceErrorNames
{
    /// <summary>The name clients see as <c>code</c>.</summary>
    public static string ToWireName(this ServiceErrorCode code) => Of(code).Name;

    /// <summary>The HTTP status.</summary>
    public static int ToStatus(this ServiceErrorCode code) => Of(code).Status;

    private static (int Status, string Name) Of(ServiceErrorCode code) => code switch
    {
        ServiceErrorCode.InvalidRequest => (400, "invalid_request"),
        ServiceErrorCode.InvalidClientKey => (401, "invalid_client_key"),
        ServiceErrorCode.RouteNotAllowed => (403, "route_not_allowed"),
        ServiceErrorCode.EndpointNotFound => (404, "endpoint_not_found"),
        ServiceErrorCode.UnknownRoute => (404, "unknown_route"),
        ServiceErrorCode.RequestTooLarge => (413, "request_too_large"),
        ServiceErrorCode.QueueFull => (429, "queue_full"),
        ServiceErrorCode.AllEndpointsCoolingDown => (429, "all_endpoints_cooling_down"),
        ServiceErrorCode.NoEndpointAvailable => (503, "no_endpoint_available"),
        ServiceErrorCode.QueueTimeout => (503, "queue_timeout"),
        ServiceErrorCode.RequestCancelled => (503, "request_cancelled"),
        ServiceErrorCode.ShuttingDown => (503, "shutting_down"),
        ServiceErrorCode.UpstreamError => (502, "upstream_error"),
        ServiceErrorCode.UpstreamTimeout => (504, "upstream_timeout"),
        ServiceErrorCode.InternalError => (500, "internal_error"),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "unknown error code"),
    };
}
