using Microsoft.AspNetCore.Http.Features;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Answers;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>
/// Serves the native surfaces and ends there: it stands before routing, so that a relayed call pays for nothing but
/// itself. Everything else goes on to the next.
/// </summary>
internal sealed class DataPlaneMiddleware(
    RequestDelegate next, Surfaces surfaces, RequestIntake intake, IRequestRouter router, Forwarder forwarder,
    TimeProvider time, ILogger<DataPlaneMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return surfaces.Match(target) is { } codec ? ServeAsync(context, codec, target) : next(context);
    }

    private async Task ServeAsync(HttpContext context, IProviderCodec codec, string target)
    {
        var started = time.GetTimestamp();
        var caller = new HttpCallerResponse(context);
        Arrival arrival;
        try
        {
            arrival = await intake.TakeAsync(context, codec, target, caller);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException && caller.Left.IsCancellationRequested)
        {
            logger.LeftEarly(context.TraceIdentifier, codec.Provider.ToWireName());
            return;
        }

        if (arrival.Fault is { } fault)
        {
            await RefuseAsync(context, codec, arrival, fault, caller);
            return;
        }

        var request = arrival.Request!;
        try
        {
            await RelayFlow.RunAsync(request, router, forwarder);
            Report(request, RelaySummary.Of(request), started);
        }
        finally
        {
            request.Body?.Close();
        }
    }

    private ValueTask RefuseAsync(
        HttpContext context, IProviderCodec codec, in Arrival arrival, ServiceError fault, HttpCallerResponse caller)
    {
        logger.Refused(arrival.Id.Value, codec.Provider.ToWireName(), fault.Code.ToStatus(), fault.Code.ToWireName());
        if (fault.Code == ServiceErrorCode.RequestTooLarge)
        {
            // What is still to come of the body is not wanted.
            context.Response.Headers.Connection = "close";
        }

        return new Refusal(codec, fault, arrival.Id).WriteAsync(caller);
    }

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
