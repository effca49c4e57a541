using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Aliases;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Bodies;
using MultiplexCluster.Providers.Translation.Models;

namespace MultiplexCluster.Host.DataPlane.Unified.Aliases;

/// <summary>
/// The models that a request may go to by its alias, one after another. Each call is made from the same body; its waits and
/// attempts count on from those before. Used by the request's own flow only.
/// </summary>
internal sealed class AliasPlan(UnifiedDraft draft, BodyHead head, IReadOnlyList<AliasTarget> targets, ComposeCall compose) : Fallback
{
    private int _next;
    private RequestBody? _translated;

    /// <inheritdoc/>
    public override bool TakesOver(in FinalAnswer answer, in AttemptResult last) => _next < targets.Count && answer.Kind switch
    {
        FinalAnswerKind.Delivered => false,
        FinalAnswerKind.Refused => FallbackRules.GoesOnAfter(answer.Error!.Code),
        _ => FallbackRules.GoesOnAfter(last.Outcome),
    };

    /// <inheritdoc/>
    public override string? Alias => head.Model;

    /// <inheritdoc/>
    public override void Close()
    {
        _translated?.Close();
        draft.Body?.Close();
    }

    /// <summary>The call to the first model that can take the request; what is wrong with it where none can.</summary>
    internal async ValueTask<(RelayRequest? Request, IntakeFault? Fault)> FirstAsync()
    {
        IntakeFault? first = null;
        while (_next < targets.Count)
        {
            var (request, fault) = await ComposeNextAsync(default);
            if (request is not null)
            {
                return (request, null);
            }

            first ??= fault;
        }

        return (null, first);
    }

    /// <summary>The call to the next model that can take the request; null where none is left.</summary>
    /// <param name="before">What the answer that is passed over tells of the calls so far.</param>
    internal async ValueTask<RelayRequest?> NextAsync(FinalAnswer before)
    {
        while (_next < targets.Count)
        {
            if (await ComposeNextAsync(before) is { Request: { } request })
            {
                return request;
            }
        }

        return null;
    }

    private async ValueTask<(RelayRequest? Request, IntakeFault? Fault)> ComposeNextAsync(FinalAnswer before)
    {
        var target = targets[_next++];
        var waited = TimeSpan.FromMilliseconds(before.QueueMs);
        if (!ModelName.TryParse(target.Model, out var model))
        {
            throw new InvalidOperationException($"'{target.Model}' is no model");
        }

        _translated?.Close();
        _translated = null;
        var (request, fault) = await compose(
            draft with { Wishes = draft.Wishes with { WaitLimit = LimitOf(target, waited) }, AttemptsBefore = before.Attempts, WaitedBefore = waited, Fallback = this },
            head,
            model);
        _translated = request?.Body != draft.Body ? request?.Body : null;
        return (request, fault);
    }

    /// <summary>All but the last get their alias's wait, of the caller's whole time at most.</summary>
    private TimeSpan? LimitOf(AliasTarget target, TimeSpan waited) =>
        _next == targets.Count ? draft.Wishes.WaitLimit
        : draft.Wishes.WaitLimit is { } whole && whole < waited + target.MaxWait ? whole
        : waited + target.MaxWait;
}

/// <summary>Makes the call of one model, or says what is wrong with the request there.</summary>
internal delegate ValueTask<(RelayRequest? Request, IntakeFault? Fault)> ComposeCall(UnifiedDraft draft, BodyHead head, ModelName model);
