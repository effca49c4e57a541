using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Host.DataPlane.Unified.Aliases;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Answers;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Host.DataPlane.Unified.Models;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{model}</c>.</summary>
internal sealed class ModelsHandler(CallerGate gate, RequestIntake intake, ModelCatalog catalog, AliasTable aliases, ILogger<ModelsHandler> logger)
{
    private const string Root = "/v1/models";

    private static readonly ServiceError NoAnswer = new(
        ServiceErrorCode.InternalError, "The endpoints did not say in time what they serve; try again.", TimeSpan.FromSeconds(5));

    /// <summary>Whether a request of the unified surface is one of the two.</summary>
    internal static bool Serves(string method, string target) =>
        method == HttpMethods.Get
        && target.StartsWith(Root, StringComparison.Ordinal)
        && (target.Length == Root.Length || target[Root.Length] is '/' or '?');

    private static readonly ServiceError Fault = new(
        ServiceErrorCode.InternalError, "The service met a fault of its own; its log tells more under this request's id.");

    internal async Task ServeAsync(HttpContext context, UnifiedSurface surface, string target)
    {
        var caller = new HttpCallerResponse(context);
        var headers = CallerHeaders.Read(context.Request.Headers);
        var id = intake.IdOf(headers);
        if (gate.Check(context, headers) is { } fault)
        {
            await new Refusal(surface.Dialect, fault, id).WriteAsync(caller);
            return;
        }

        try
        {
            var (models, wrong) = await catalog.ListAsync(headers.Instructions, caller.Left);
            if (wrong is null)
            {
                await AnswerAsync(caller, id, NameIn(target), [.. aliases.Names.Select(ServedModel.Alias), .. models]);
            }
            else
            {
                await new Refusal(surface.Dialect, wrong, id).WriteAsync(caller);
            }
        }
        catch (TimeoutException)
        {
            await new Refusal(surface.Dialect, NoAnswer, id).WriteAsync(caller);
        }
        catch (OperationCanceledException) when (caller.Left.IsCancellationRequested)
        {
            // Nobody waits for it.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            // The edge of the data plane: beyond it, a failure would be an answer in no caller's dialect.
            logger.Broke(failure, id.Value, surface.Name);
            await new Refusal(surface.Dialect, Fault, id).WriteAsync(caller);
        }
    }

    private static async ValueTask AnswerAsync(HttpCallerResponse caller, RequestId id, string? name, IReadOnlyList<ServedModel> models)
    {
        var (status, body) = name is null ? (200, ModelsAnswer.List(models))
            : models.FirstOrDefault(model => model.Id == name || model.Name == name) is { } found ? (200, ModelsAnswer.One(found))
            : (404, ModelsAnswer.NotFound("No endpoint serves this model; GET /v1/models lists what there is."));
        caller.Begin(status, body.Length);
        caller.SetHeader("Content-Type", "application/json");
        caller.SetHeader(ServiceHeaders.RequestId, id.Value);
        await caller.Body.WriteAsync(body, caller.Left);
    }

    private static string? NameIn(string target)
    {
        var path = target.Split('?')[0];
        return path.Length <= Root.Length + 1 ? null : Uri.UnescapeDataString(path[(Root.Length + 1)..]);
    }
}
