using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Network;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Paths;
using MultiplexCluster.Providers.Relay.Uploads;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>What a request's target means on its surface.</summary>
/// <param name="Route">The kind of call.</param>
/// <param name="Path">The path below the provider's base URL.</param>
/// <param name="PathAndQuery">The same with the query that goes upstream.</param>
/// <param name="Pinned">The endpoint that an upload's address names, or null.</param>
internal readonly record struct CallTarget(ProviderRoute Route, string Path, string PathAndQuery, EndpointId? Pinned)
{
    /// <summary>Reads a target; the fault is null when it is a route that may be called.</summary>
    internal static ServiceError? TryRead(
        IProviderCodec codec, string method, string target, bool allowAdministration, out CallTarget call)
    {
        call = default;
        var mark = target.IndexOf('?');
        var end = mark < 0 ? target.Length : mark;
        var start = codec.SurfacePrefix.Length;
        var inside = codec.PathInBaseUrl;
        if (!target.AsSpan(0, end).StartsWith(codec.SurfacePrefix, StringComparison.Ordinal))
        {
            return Unknown(codec);
        }

        var isInside = target.AsSpan(start, end - start).StartsWith(inside, StringComparison.Ordinal);
        start += isInside ? inside.Length : 0;
        var path = target[start..end];
        if (!PlainPath.IsPlain(path)
            || (isInside ? codec.Match(method, path) : codec.MatchOutside(method, path)) is not { } route)
        {
            return Unknown(codec);
        }

        var query = mark < 0 ? string.Empty : target[mark..];
        if (!QueryFilter.IsSendable(query))
        {
            return new ServiceError(ServiceErrorCode.InvalidRequest, "The query has characters that must be percent-encoded.");
        }

        if (route.IsAdministration && !allowAdministration)
        {
            return new ServiceError(
                ServiceErrorCode.RouteNotAllowed,
                "This route administers the provider's account; it is relayed only with Multiplex__Upstreams__AllowAdministrationRoutes=true.");
        }

        query = QueryFilter.WithoutCredentials(query);
        EndpointId? pinned = null;
        if (route.TakesBytes && !UploadPin.TryTake(ref query, out pinned))
        {
            return new ServiceError(
                ServiceErrorCode.InvalidRequest, $"The query's {UploadPin.Parameter} must stand once and be an endpoint id: {Label.Allowed}");
        }

        call = new CallTarget(route, path, query.Length == 0 ? path : string.Concat(path, query), pinned);
        return null;
    }

    private static ServiceError Unknown(IProviderCodec codec) => new(
        ServiceErrorCode.UnknownRoute,
        $"This method and path are none of {codec.Provider.ToWireName()}'s API, whose paths begin with "
        + $"{codec.SurfacePrefix}{codec.PathInBaseUrl} here: an SDK's base URL ends in {codec.SurfacePrefix}.");
}
