using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Host.DataPlane.Unified.Aliases;
using MultiplexCluster.Host.DataPlane.Unified.Models;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Answers;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>
/// Serves the surfaces and ends there: it stands before routing, so that a relayed call pays for nothing but
/// itself. Everything else goes on to the next.
/// </summary>
internal sealed class DataPlaneMiddleware(
    RequestDelegate next, Surfaces surfaces, RequestIntake intake, ModelsHandler models, IRequestRouter router, Forwarder forwarder,
    TimeProvider time, ILogger<DataPlaneMiddleware> logger)
{
    private static readonly ServiceError Fault = new(
        ServiceErrorCode.InternalError, "The service met a fault of its own; its log tells more under this request's id.");

    private static readonly ServiceError NoStorage = new(
        ServiceErrorCode.InternalError, "The service could not keep the request's body on its disk.", TimeSpan.FromSeconds(5));

    public Task InvokeAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return surfaces.Match(target) switch
        {
            null => next(context),
            UnifiedSurface unified when ModelsHandler.Serves(context.Request.Method, target) => models.ServeAsync(context, unified, target),
            var surface => ServeAsync(context, surface, target),
        };
    }

    private async Task ServeAsync(HttpContext context, Surface surface, string target)
    {
        var started = time.GetTimestamp();
        var caller = new HttpCallerResponse(context);
        var headers = CallerHeaders.Read(context.Request.Headers);
        var id = intake.IdOf(headers);
        RelayRequest? request = null;
        var faultStatus = 0;
        try
        {
            (request, var fault) = await intake.TakeAsync(context, surface, target, headers, id, caller);
            if (request is null)
            {
                await RefuseAsync(context, surface, id, fault!, caller);
                return;
            }

            await RelayFlow.RunAsync(request, router, forwarder);
            if (request.IsPassedOver)
            {
                await AliasFlow.FollowAsync(request, router, forwarder);
            }
        }
        catch (Exception failure)
        {
            // The edge of the data plane: beyond it, a failure would be an answer in no caller's dialect.
            faultStatus = await EndAsync(context, surface, id, AliasFlow.CurrentOf(request), failure, caller);
        }
        finally
        {
            request?.Body?.Close();
            request?.Fallback?.Close();
        }

        if (AliasFlow.CurrentOf(request) is { } last)
        {
            var summary = RelaySummary.Of(last);
            Report(last, faultStatus == 0 ? summary : summary with { Status = faultStatus, Outcome = RequestOutcome.Failed }, started);
        }
    }

    private ValueTask RefuseAsync(HttpContext context, Surface surface, RequestId id, IntakeFault fault, HttpCallerResponse caller)
    {
        var code = fault.Error.Code;
        logger.Refused(id.Value, surface.Name, code.ToStatus(), code.ToWireName());
        if (code == ServiceErrorCode.RequestTooLarge)
        {
            // What is still to come of the body is not wanted.
            context.Response.Headers.Connection = "close";
        }

        return new Refusal(surface.Dialect, fault.Error, id) { Body = fault.Body }.WriteAsync(caller);
    }

    /// <summary>Ends a request that failed on this side; the status the caller gets, or 0.</summary>
    private async ValueTask<int> EndAsync(
        HttpContext context, Surface surface, RequestId id, RelayRequest? request, Exception failure, HttpCallerResponse caller)
    {
        if (IsLeaving(failure, caller))
        {
            if (request is null)
            {
                logger.LeftEarly(id.Value, surface.Name);
            }

            return 0;
        }

        logger.Broke(failure, id.Value, surface.Name);
        if (context.Response.HasStarted || request?.Status > 0)
        {
            caller.Abort();
            return 0;
        }

        try
        {
            var error = request is null && failure is IOException or UnauthorizedAccessException ? NoStorage : Fault;
            context.Response.Headers.Connection = "close";
            await new Refusal(surface.Dialect, error, id).WriteAsync(caller);
            return error.Code.ToStatus();
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return 0;
        }
    }

    // A reset can be thrown at the reader before the caller counts as gone.
    private static bool IsLeaving(Exception failure, HttpCallerResponse caller) =>
        failure is ConnectionResetException or ConnectionAbortedException
        || (failure is OperationCanceledException or IOException && caller.Left.IsCancellationRequested);

    private void Report(RelayRequest request, in RelaySummary summary, long started)
    {
        var level = summary.Outcome == RequestOutcome.Failed ? LogLevel.Warning : LogLevel.Information;
        if (!logger.IsEnabled(level))
        {
            return;
        }

        var duration = (long)time.GetElapsedTime(started).TotalMilliseconds;
        var endpoint = summary.Endpoint == default ? "no endpoint" : summary.Endpoint.Value;
        logger.Finished(
            level, request.Id.Value, request.Provider.ToWireName(), request.Route.Name, Name(summary), summary.Status, endpoint,
            summary.Attempts, summary.QueueMs, duration, summary.Usage.Input, summary.Usage.Output, Why(summary.Error));
    }

    // A refusal's own words may repeat the caller's; what is said of a provider doesn't.
    private static string Why(ServiceError? error) => error switch
    {
        null => string.Empty,
        { Code: ServiceErrorCode.UpstreamError or ServiceErrorCode.UpstreamTimeout } => $"; {error.Message}",
        _ => $"; {error.Code.ToWireName()}",
    };

    private static string Name(in RelaySummary summary) => summary.Outcome switch
    {
        RequestOutcome.Succeeded => "succeeded",
        RequestOutcome.Failed when summary.Status is >= 200 and < 300 => "failed in mid-answer, begun",
        RequestOutcome.Failed => "failed",
        RequestOutcome.Cancelled => "cancelled",
        RequestOutcome.Rejected => "rejected",
        _ => throw new InvalidOperationException($"unknown outcome {summary.Outcome}"),
    };
}
