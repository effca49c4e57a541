using System.Runtime.CompilerServices;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Json;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Bodies;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Takes in a request of a provider's own API.</summary>
internal sealed class NativeIntake(DataPlaneOptions options, CallerBodies bodies, AccountObjects objects, SessionIntake sessions)
{
    private const string Json = "application/json";

    internal static readonly ServiceError NotJson = new(
        ServiceErrorCode.InvalidRequest, "The body must be one well-formed JSON object.");

    internal static readonly ServiceError NoModel = new(
        ServiceErrorCode.InvalidRequest, "The body's \"model\" must be a text of 1 to 256 bytes.");

    private static readonly ServiceError OtherPin = new(
        ServiceErrorCode.InvalidRequest, "X-Multiplex-Endpoint must be the endpoint that began the upload, or be left out.");

    /// <summary>The request, or what is wrong with it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<(RelayRequest? Request, IntakeFault? Fault)> TakeAsync(
        HttpContext context, IProviderCodec codec, string target, CallerHeaders headers, RequestId id, ICallerResponse caller)
    {
        var http = context.Request;
        var fault = CallTarget.TryRead(codec, http.Method, target, options.AllowAdministrationRoutes, out var call);
        if (call.Pinned is { } begun && headers.Instructions.Pinned is { } pinned && begun != pinned)
        {
            fault ??= OtherPin;
        }

        if (fault is not null)
        {
            return (null, new IntakeFault(fault));
        }

        if (call.Route.IsWebSocket)
        {
            return await sessions.TakeAsync(context, codec, call, headers, id, caller);
        }

        var (body, bodyFault) = await bodies.ReadAsync(context, IsUpload(call.Route, http.ContentType), caller);
        if (bodyFault is not null)
        {
            return (null, new IntakeFault(bodyFault));
        }

        if (body is { IsPassing: true } passing && call.Route.Model == ModelSource.BodyOptional
            && await FormHead.ReadModelAsync(passing, http.ContentType, caller.Left) is null)
        {
            // Who serves it depends on a model that stands further back.
            (body, bodyFault) = await bodies.TakeWholeAsync(passing, caller);
            if (bodyFault is not null)
            {
                return (null, new IntakeFault(bodyFault));
            }
        }

        RelayRequest? request = null;
        try
        {
            (var head, fault) = await ReadHeadAsync(codec, call, body, http.ContentType, caller.Left);
            var isPinned = (call.Pinned ?? headers.Instructions.Pinned) is not null;
            var found = fault is null ? await objects.LookUpAsync(codec.Provider, call, head, isPinned, caller.Left) : default;
            request = fault is null ? Compose(http, codec, call, headers, id, head, body, caller, found) : null;
            return (request, fault is null ? null : new IntakeFault(fault));
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
        HttpRequest http, IProviderCodec codec, in CallTarget call, CallerHeaders headers, RequestId id, in BodyHead head,
        RequestBody? body, ICallerResponse caller, in FoundObjects found)
    {
        var asked = SessionKeys.Complete(headers.Instructions.Wishes, head, body);
        var wish = head.UsageWishOn(call.Route);
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
            ServiceOrigin = call.Route.TakesBytes || call.Route.TellsResultsUrl ? ServiceOrigin.Of(http) : null,
            Caller = caller,
            Model = head.Model,
            Edits = wish is { } change ? [change] : [],
            WithholdsUsage = wish is not null,
            Wishes = call.Pinned is { } begun ? asked with { Pinned = begun } : asked,
            Affinity = found.Maker,
            NamesObject = found.IsNamed,
            ListsObjects = call.Route.Objects.HasFlag(ObjectUse.Lists),
            Objects = found.Notes,
            CreatesPaidObject = call.Route.CreatesPaidObject,
        };
    }

    private static async ValueTask<(BodyHead Head, ServiceError? Fault)> ReadHeadAsync(
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
            return (BodyHead.OfModel(await FormHead.ReadModelAsync(body, contentType, left)), null);
        }

        var head = default(BodyHead);
        var mustBeJson = source == ModelSource.BodyRequired || (inBody && !IsMultipart(contentType));
        if (mustBeJson || (body is { Length: > 0 } && IsJson(contentType)))
        {
            head = body is null ? default : await BodyHead.ReadAsync(body, left, codec.Provider is ProviderKind.Anthropic);
            if (!head.IsObject && (body is { Length: > 0 } || source == ModelSource.BodyRequired))
            {
                return (default, NotJson);
            }

            if (inBody)
            {
                var missing = head.ModelKind is JsonKind.None or JsonKind.Null && source == ModelSource.BodyOptional;
                return head.NamesModel || missing ? (head, null) : (default, NoModel);
            }
        }

        return (head with { Model = source == ModelSource.Path ? (codec as IModelInPath)?.ModelOf(call.Path) : null }, null);
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
