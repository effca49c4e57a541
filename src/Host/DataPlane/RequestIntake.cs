using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Host.ClientKeys;
using MultiplexCluster.Host.Hosts;
using MultiplexCluster.Host.Origins;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Json;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Bodies;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Takes a request in: everything that can be wrong with it is found here, before anything goes upstream.</summary>
internal sealed class RequestIntake(
    DataPlaneOptions options, IClientKeyCheck clientKeys, HostRule hosts, OriginRule origins, BodyMemory memory, RequestIds ids,
    AccountObjects? objects = null)
{
    private const string Json = "application/json";

    private static readonly ServiceError NoKey = new(
        ServiceErrorCode.InvalidClientKey, "A valid client key is required: as Authorization: Bearer, x-api-key, x-goog-api-key, api-key or ?key=.");

    private static readonly ServiceError NotJson = new(
        ServiceErrorCode.InvalidRequest, "The body must be one well-formed JSON object.");

    private static readonly ServiceError NoModel = new(
        ServiceErrorCode.InvalidRequest, "The body's \"model\" must be a text of 1 to 256 bytes.");

    private static readonly ServiceError OtherPin = new(
        ServiceErrorCode.InvalidRequest, "X-Multiplex-Endpoint must be the endpoint that began the upload, or be left out.");

    private static readonly ServiceError Unreadable = new(
        ServiceErrorCode.InvalidRequest, "The body could not be read to its end.");

    /// <summary>The request's id: the caller's own where it has a good one, else a new one.</summary>
    internal RequestId IdOf(CallerHeaders headers) => headers.RequestId ?? ids.Next();

    /// <summary>The request, or what is wrong with it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<(RelayRequest? Request, ServiceError? Fault)> TakeAsync(
        HttpContext context, IProviderCodec codec, string target, CallerHeaders headers, RequestId id, ICallerResponse caller)
    {
        var http = context.Request;
        var fault = !hosts.Accepts(context) ? hosts.Refusal
            : !origins.Accepts(http) ? origins.Refusal
            : !clientKeys.IsAllowed(http) ? NoKey
            : headers.Fault;
        CallTarget call = default;
        fault ??= CallTarget.TryRead(codec, http.Method, target, options.AllowAdministrationRoutes, out call);
        if (call.Pinned is { } begun && headers.Instructions.Pinned is { } pinned && begun != pinned)
        {
            fault ??= OtherPin;
        }

        if (fault is not null)
        {
            return (null, fault);
        }

        var (body, bodyFault) = await ReadBodyAsync(context, call.Route, caller);
        if (bodyFault is not null)
        {
            return (null, bodyFault);
        }

        RelayRequest? request = null;
        try
        {
            (var model, var head, fault) = await ReadModelAsync(codec, call, body, http.ContentType, caller.Left);
            var isPinned = (call.Pinned ?? headers.Instructions.Pinned) is not null;
            var found = fault is null && objects is not null
                ? await objects.LookUpAsync(codec.Provider, call, head, isPinned, caller.Left)
                : default;
            request = fault is null ? Compose(http, codec, call, headers, id, model, body, caller, found) : null;
            return (request, fault);
        }
        finally
        {
            if (request is null)
            {
                body?.Close();
            }
        }
    }

    private static RelayRequest Compose(
        HttpRequest http, IProviderCodec codec, in CallTarget call, CallerHeaders headers, RequestId id, string? model,
        RequestBody? body, ICallerResponse caller, in FoundObjects found)
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
            ServiceOrigin = call.Route.TakesBytes ? ServiceOrigin.Of(http) : null,
            Caller = caller,
            Model = model,
            Priority = asked.Priority,
            Pool = asked.Pool,
            Pinned = call.Pinned ?? asked.Pinned,
            Affinity = found.Maker,
            NamesObject = found.IsNamed,
            ListsObjects = call.Route.Objects.HasFlag(ObjectUse.Lists),
            Objects = found.Notes,
            WaitLimit = asked.WaitLimit,
            CreatesPaidObject = call.Route.CreatesPaidObject,
        };
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
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
            var limits = new BodyLimits(limit, options.SpoolDirectory, memory);
            return (await BodyIntake.ReadAsync(http.BodyReader, http.ContentLength, limits, caller.Left), null);
        }
        catch (BodyTooLargeException)
        {
            return (null, new ServiceError(ServiceErrorCode.RequestTooLarge, $"The body is over the limit of {limit} bytes."));
        }
        catch (Exception failure) when (BrokenBody.Is(failure))
        {
            return (null, Unreadable);
        }
    }

    private static async ValueTask<(string? Model, BodyHead Head, ServiceError? Fault)> ReadModelAsync(
        IProviderCodec codec, CallTarget call, RequestBody? body, string? contentType, CancellationToken left)
    {
        if (call.Route.TakesBytes)
        {
            return default;
        }

        var source = call.Route.Model;
        var inBody = source is ModelSource.BodyRequired or ModelSource.BodyOptional;
        if (source == ModelSource.BodyOptional && IsMultipart(contentType) && body is not null)
        {
            return (await FormHead.ReadModelAsync(body, contentType, left), default, null);
        }

        BodyHead head = default;
        var mustBeJson = source == ModelSource.BodyRequired || (inBody && !IsMultipart(contentType));
        if (mustBeJson || (body is { Length: > 0 } && IsJson(contentType)))
        {
            head = body is null ? default : await BodyHead.ReadAsync(body, left);
            if (!head.IsObject && (body is { Length: > 0 } || source == ModelSource.BodyRequired))
            {
                return (null, head, NotJson);
            }

            if (inBody)
            {
                var missing = head.ModelKind is JsonKind.None or JsonKind.Null && source == ModelSource.BodyOptional;
                return head.NamesModel || missing ? (head.Model, head, null) : (null, head, NoModel);
            }
        }

        return (source == ModelSource.Path ? (codec as IModelInPath)?.ModelOf(call.Path) : null, head, null);
    }

    private static bool IsUpload(ProviderRoute route, string? contentType) => route.TakesBytes || route.Model switch
    {
        ModelSource.BodyRequired => false,
        ModelSource.None => contentType is not null && !IsJson(contentType),
        _ => IsMultipart(contentType),
    };

    private static bool IsMultipart(string? contentType) =>
        contentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsJson(string? contentType) =>
        contentType?.StartsWith(Json, StringComparison.OrdinalIgnoreCase) == true
        && (contentType.Length == Json.Length || contentType[Json.Length] is ';' or ' ' or '\t');
}
