using Microsoft.AspNetCore.Http.Features;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Host.ClientKeys;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Json;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Bodies;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Takes a request in: everything that can be wrong with it is found here, before anything goes upstream.</summary>
internal sealed class RequestIntake(DataPlaneOptions options, IClientKeyCheck clientKeys, RequestIds ids)
{
    private static readonly ServiceError NoKey = new(
        ServiceErrorCode.InvalidClientKey, "A valid client key is required: as Authorization: Bearer, x-api-key, x-goog-api-key, api-key or ?key=.");

    private static readonly ServiceError NotJson = new(
        ServiceErrorCode.InvalidRequest, "The body must be one well-formed JSON object.");

    private static readonly ServiceError NoModel = new(
        ServiceErrorCode.InvalidRequest, "The body's \"model\" must be a text of 1 to 256 bytes.");

    private static readonly ServiceError Unreadable = new(
        ServiceErrorCode.InvalidRequest, "The body could not be read to its end.");

    /// <summary>The request, or what is wrong with it. The id is known either way.</summary>
    internal async ValueTask<Arrival> TakeAsync(HttpContext context, IProviderCodec codec, string target, ICallerResponse caller)
    {
        var http = context.Request;
        var headers = CallerHeaders.Read(http.Headers);
        var id = headers.RequestId ?? ids.Next();
        var fault = clientKeys.IsAllowed(http) ? headers.Fault : NoKey;
        CallTarget call = default;
        fault ??= CallTarget.TryRead(codec, http.Method, target, options.AllowAdministrationRoutes, out call);
        if (fault is not null)
        {
            return new Arrival(id, null, fault);
        }

        var (body, bodyFault) = await ReadBodyAsync(context, call.Route, caller);
        var (model, modelFault) = bodyFault is null ? await ReadModelAsync(codec, call, body, http.ContentType, caller.Left) : default;
        if ((bodyFault ?? modelFault) is { } wrong)
        {
            body?.Close();
            return new Arrival(id, null, wrong);
        }

        return new Arrival(id, Compose(http, codec, call, headers, id, model, body, caller), null);
    }

    private static RelayRequest Compose(
        HttpRequest http, IProviderCodec codec, in CallTarget call, CallerHeaders headers, RequestId id, string? model,
        RequestBody? body, ICallerResponse caller)
    {
        var asked = headers.Instructions;
        return new RelayRequest
        {
            Id = id,
            Provider = codec.Provider,
            Codec = codec,
            Route = call.Route,
            Method = HttpMethod.Parse(http.Method),
            PathAndQuery = call.PathAndQuery,
            Headers = headers.Passing,
            Body = body,
            Caller = caller,
            Model = model,
            Priority = asked.Priority,
            Pool = asked.Pool,
            Pinned = asked.Pinned,
            WaitLimit = asked.WaitLimit,
            CreatesPaidObject = call.Route.CreatesPaidObject,
        };
    }

    private async ValueTask<(RequestBody? Body, ServiceError? Fault)> ReadBodyAsync(
        HttpContext context, ProviderRoute route, ICallerResponse caller)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return default;
        }

        var http = context.Request;
        var limit = IsUpload(route, http.ContentType) ? options.MaxUploadBytes : options.MaxBodyBytes;
        try
        {
            var limits = new BodyLimits(limit, options.SpoolDirectory);
            return (await BodyIntake.ReadAsync(http.BodyReader, http.ContentLength, limits, caller.Left), null);
        }
        catch (BodyTooLargeException)
        {
            return (null, new ServiceError(ServiceErrorCode.RequestTooLarge, $"The body is over the limit of {limit} bytes."));
        }
        catch (BadHttpRequestException)
        {
            return (null, Unreadable);
        }
    }

    private static async ValueTask<(string? Model, ServiceError? Fault)> ReadModelAsync(
        IProviderCodec codec, CallTarget call, RequestBody? body, string? contentType, CancellationToken left)
    {
        var source = call.Route.Model;
        var inBody = source is ModelSource.BodyRequired or ModelSource.BodyOptional;
        if ((inBody && !IsMultipart(contentType)) || (body is { Length: > 0 } && IsJson(contentType)))
        {
            var head = body is null ? default : await BodyHead.ReadAsync(body, left);
            if (!head.IsObject && (body is { Length: > 0 } || source == ModelSource.BodyRequired))
            {
                return (null, NotJson);
            }

            if (inBody)
            {
                var missing = head.ModelKind == JsonKind.None && source == ModelSource.BodyOptional;
                return head.NamesModel || missing ? (head.Model, null) : (null, NoModel);
            }
        }

        return (source == ModelSource.Path ? (codec as IModelInPath)?.ModelOf(call.Path) : null, null);
    }

    private static bool IsUpload(ProviderRoute route, string? contentType) =>
        IsMultipart(contentType) || (route.Model == ModelSource.None && contentType is not null && !IsJson(contentType));

    private static bool IsMultipart(string? contentType) =>
        contentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsJson(string? contentType) =>
        contentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>A request that has arrived: it, or what is wrong with it.</summary>
internal readonly record struct Arrival(RequestId Id, RelayRequest? Request, ServiceError? Fault);
