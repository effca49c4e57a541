using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Retrying;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Actors.Routing;

// From a request to a question: which endpoint is asked, and what.
internal sealed partial class RouterActor
{
    /// <summary>How long any endpoint is given to answer, be the request's own limit as short as it may.</summary>
    private static readonly TimeSpan ShortestAsking = TimeSpan.FromSeconds(1);

    private void OnExecute(Execute execute)
    {
        var call = new RoutedCall(_id, execute.Request) { WaitBegan = Now };
        call.Retry = new RetryTurn(_directory.Find(execute.Request.Provider, execute.Request.Pool)?.Retries);
        call.Retry.Enter();
        _calls.Add(execute.Request.Ticket, call);
        AskSomewhere(call);
    }

    /// <summary>Asks the best endpoint the request may use; answers it when there is none.</summary>
    private void AskSomewhere(RoutedCall call)
    {
        if (call.Request.Pinned is { } pinned)
        {
            AskPinned(call, pinned);
            return;
        }

        var paused = RecallModel(call);
        if (Choose(call) is { } choice && (paused is null || choice.StartsAtOnce || !MayOnlyStart(call)))
        {
            Ask(call, choice.Entry, choice.LastResort);
        }
        else if (paused is not null)
        {
            Ask(call, paused, lastResort: false);
        }
        else
        {
            RefuseForLackOfEndpoints(call);
        }
    }

    private void Ask(RoutedCall call, RoutingEntry entry, bool lastResort) =>
        Ask(call, LinkTo(entry.Id), entry, isRetry: call.Trail?.AttemptsOn(entry.Id) > 0, lastResort);

    private void AskPinned(RoutedCall call, EndpointId pinned)
    {
        // An endpoint the directory doesn't know may just have been created: its own actor knows.
        _directory.TryGet(pinned, out var entry);
        if (entry is not null && entry.Settings.Provider != call.Request.Provider)
        {
            RefuseWrongProvider(call, pinned, entry.Settings.Provider);
            return;
        }

        Ask(call, LinkTo(pinned), entry, isRetry: call.OwnAttempts > 0, lastResort: false);
    }

    private void Ask(RoutedCall call, EndpointLink link, RoutingEntry? entry, bool isRetry, bool lastResort)
    {
        call.NextId();
        call.Retry.Begin();
        call.Phase = CallPhase.Asking;
        call.FormerLink = call.Link;
        call.Link = link;
        call.Entry = entry;
        call.IsRetry = isRetry;
        call.IsLastResort = lastResort;
        if (entry is not null)
        {
            link.IsReal = true;
            entry.Asked++;
            entry.LastUsed = ++_choices;
        }

        var left = WaitLimitOf(call) - call.WaitedUntil(Now);
        call.AskingEnds = Now + (left > ShortestAsking ? left : ShortestAsking);
        SendQuestion(call);
    }

    /// <summary>Asks, or asks again: the same call id, with what it has waited until now.</summary>
    private void SendQuestion(RoutedCall call)
    {
        call.AskedAt = Now;
        if (call.Link!.Ask(QuestionOf(call, call.Entry)))
        {
            SendLater(call.Link, mayWait: false);
        }
    }

    private Acquire QuestionOf(RoutedCall call, RoutingEntry? entry)
    {
        var waited = call.WaitedUntil(Now);
        var terms = call.Wait.TermsAt(waited, QueueTimeoutOf(entry));
        return new Acquire(
            call.Link!.Id,
            call.Id,
            call.Request.Id,
            call.Request.Priority,
            terms.LimitMs,
            (long)waited.TotalMilliseconds,
            call.IsRetry,
            call.IsLastResort,
            call.Request.Pinned is not null)
        {
            Lane = call.Request.Wishes.Lane,
            OnlyAtOnce = terms.OnlyAtOnce,
            BodyBytes = call.Request.BodyBytes,
            Model = ModelOf(call),
            IsKeyCheck = call.Request.IsKeyCheck,
        };
    }
}
