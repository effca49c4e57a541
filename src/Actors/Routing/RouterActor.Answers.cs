using System.Globalization;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Routing;

// The one final answer, and the reports that count it.
internal sealed partial class RouterActor
{
    private void Conclude(RoutedCall call, in AttemptResult result, RequestOutcome outcome, in FinalAnswer answer)
    {
        ReportAttempt(call, result, outcome);
        Finish(call, answer);
    }

    private void Finish(RoutedCall call, in FinalAnswer answer)
    {
        _calls.Remove(call.Id.Sequence);
        call.Retry.Leave();
        call.Request.Finish(answer);
    }

    /// <summary>No further attempt: the provider's answer where one is held, else the error that stands for it.</summary>
    private void PassOn(RoutedCall call, in AttemptResult result, bool exhausted)
    {
        var endpoint = call.Link!.Id;
        var answer = result.AnswerHeld
            ? FinalAnswer.PassOn(endpoint, call.Attempts, call.QueueMs, exhausted)
            : FinalAnswer.Refused(
                result.Error ?? new ServiceError(ServiceErrorCode.UpstreamError, result.Detail ?? "the provider could not be reached"),
                endpoint, call.Attempts, call.QueueMs);
        Conclude(call, result, RequestOutcome.Failed, answer);
    }

    private void ReportAttempt(RoutedCall call, in AttemptResult result, RequestOutcome? request)
    {
        var retryAfterMs = result.RetryAfter is { } after ? (long?)Math.Ceiling(after.TotalMilliseconds) : null;
        Send(call, result.Outcome, request, result.Usage, retryAfterMs, result.Detail, result.Scope);
    }

    /// <summary>The request ends without an attempt running: counted where it waited or was last asked.</summary>
    private void ReportRequest(RoutedCall call, RequestOutcome outcome)
    {
        if (call.Link is { IsForgotten: false })
        {
            Send(call, null, outcome, TokenUsage.None, null, null);
        }
    }

    private void Send(RoutedCall call, OutcomeClass? attempt, RequestOutcome? request, TokenUsage usage, long? retryAfterMs, string? detail, PauseScope? scope = null)
    {
        if (call.Request.IsKeyCheck)
        {
            if (attempt is null)
            {
                return;
            }

            request = null;
        }

        var link = call.Link = Living(call.Link!);
        var report = new Report(link.Id, call.Id, link.Outbox.NextNumber(), attempt, request, usage, retryAfterMs, detail)
        {
            Scope = scope,
            Model = scope is PauseScope.Model ? ModelOf(call) : null,
            IsKeyCheck = call.Request.IsKeyCheck,
        };
        link.Outbox.Keep(report);
        if (link.Say(report))
        {
            SendLater(link, MayWait(call, attempt, request));
        }
    }

    // What the permit said may be as old as the call: by now somebody may wait.
    private static bool MayWait(RoutedCall call, OutcomeClass? attempt, RequestOutcome? request) =>
        attempt is OutcomeClass.Success && request is RequestOutcome.Succeeded && call is { Permit.ReportMayWait: true, Entry.Waiting: 0 };

    private void Refuse(RoutedCall call, RequestOutcome? counted, ServiceError error)
    {
        if (counted is { } outcome)
        {
            ReportRequest(call, outcome);
        }

        call.Waited += Now - call.WaitBegan;

        // An endpoint that doesn't exist was not asked.
        var asked = error.Code is ServiceErrorCode.EndpointNotFound ? default : call.Link?.Id ?? default;
        Finish(call, FinalAnswer.Refused(error, asked, call.Attempts, call.QueueMs));
    }

    private void RefuseForLackOfEndpoints(RoutedCall call)
    {
        if (UnknownPool(call) is { } unknown)
        {
            Refuse(call, null, unknown);
            return;
        }

        Refuse(call, call.OwnAttempts > 0 ? RequestOutcome.Rejected : null, LackOfEndpoints(call, null));
    }

    /// <summary>Says of each endpoint that could have served the request why it doesn't.</summary>
    private ServiceError LackOfEndpoints(RoutedCall call, TimeSpan? retryAfter)
    {
        var request = call.Request;
        var obstacles = ObstaclesOf(call, waits: false);
        var pool = request.Pool is { } label ? $" in pool '{label}'" : string.Empty;
        var model = request.Model is { } name ? $" for model '{name}'" : string.Empty;
        var now = obstacles.MayPass ? " at the moment" : string.Empty;
        var why = obstacles.Named.Count > 0 ? ObstacleText.Of(obstacles, _scheduler.Now)
            : IsBound(call) ? "the account has none there"
            : request.Pool is null ? "there is none without a pool label"
            : "there is none in that pool";
        return new ServiceError(
            ServiceErrorCode.NoEndpointAvailable,
            $"no {request.Provider.ToWireName()} endpoint{pool}{Account(call)} serves this request{model}{now}: {why}",
            Later(retryAfter, obstacles.EarliestStart));
    }

    /// <summary>
    /// When to come back: what the endpoints that refused said, and what is known of all that may serve the request; the later, as
    /// an endpoint knows gates of its own that its load doesn't tell.
    /// </summary>
    private static TimeSpan? Later(TimeSpan? one, TimeSpan? other) => one > other || other is null ? one : other;

    /// <summary>Such as <c>: a (at capacity), b (cooling_down until …)</c>; empty where the directory knows none of them.</summary>
    private string Why(in Obstacles obstacles) =>
        obstacles.Named.Count == 0 ? string.Empty : $": {ObstacleText.Of(obstacles, _scheduler.Now)}";

    private void RefuseWrongProvider(RoutedCall call, EndpointId endpoint, ProviderKind actual) =>
        Refuse(call, null, new ServiceError(
            ServiceErrorCode.InvalidRequest,
            $"endpoint '{endpoint}' holds a key of {actual.ToWireName()}, not of {call.Request.Provider.ToWireName()}"));

    /// <summary>The refusal is the answer; counted, unless what refuses doesn't exist.</summary>
    private void RefuseAs(RoutedCall call, Rejected refusal)
    {
        var refused = call.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null;
        var error = refusal.Reason switch
        {
            RejectionReason.NotFound => new ServiceError(
                ServiceErrorCode.EndpointNotFound, $"there is no endpoint '{refusal.EndpointId}'"),
            RejectionReason.QueueFull => Refusal(ServiceErrorCode.QueueFull, "no slot is free and no queue takes the request"),
            RejectionReason.CoolingDown or RejectionReason.CircuitOpen => Refusal(
                ServiceErrorCode.AllEndpointsCoolingDown, "nothing admits the request in time"),
            RejectionReason.DeadlinePassed => DeadlineError(call),
            RejectionReason.Quarantined or RejectionReason.Disabled or RejectionReason.Draining when call.Request.Pinned is null =>
                LackOfEndpoints(call, refused),
            RejectionReason.Quarantined or RejectionReason.Disabled or RejectionReason.Draining => Refusal(
                ServiceErrorCode.NoEndpointAvailable, $"endpoint '{refusal.EndpointId}': {refusal.Detail}", namesWhy: false),
            _ => throw new InvalidOperationException($"unknown refusal {refusal.Reason}"),
        };
        Refuse(call, refusal.Reason is RejectionReason.NotFound ? null : RequestOutcome.Rejected, error);

        ServiceError Refusal(ServiceErrorCode code, string text, bool namesWhy = true)
        {
            var obstacles = ObstaclesOf(call);
            var why = !namesWhy ? string.Empty
                : obstacles.Named.Count > 0 ? Why(obstacles)
                : refusal.Detail is { } detail ? $": {refusal.EndpointId} ({detail})" : string.Empty;
            return new ServiceError(code, text + why, Later(refused, obstacles.EarliestStart));
        }
    }

    private ServiceError DeadlineError(RoutedCall call)
    {
        var seconds = (call.Waited + (Now - call.WaitBegan)).TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        var obstacles = ObstaclesOf(call);
        var position = call.Stay?.Position is { } place and > 0 ? $", last told to be number {place} of its class there" : string.Empty;
        var expected = obstacles.EarliestStart is { } start
            ? $"; a slot is expected in about {Math.Max(1, Math.Ceiling(start.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture)} s" : string.Empty;
        return new ServiceError(
            ServiceErrorCode.QueueTimeout,
            $"the request waited {seconds} s at endpoint '{call.Link!.Id}' and its time is up{position}{Why(obstacles)}{expected}",
            obstacles.EarliestStart);
    }

    private static RequestOutcome OutcomeOf(in AttemptResult result) => result.Outcome switch
    {
        OutcomeClass.Success => RequestOutcome.Succeeded,
        OutcomeClass.Cancelled => RequestOutcome.Cancelled,
        _ => RequestOutcome.Failed,
    };
}
