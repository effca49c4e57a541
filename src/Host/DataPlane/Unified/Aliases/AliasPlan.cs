using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Aliases;
using MultiplexCluster.Core.Routing;
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
    private RelayRequest? _refused;

    /// <summary>The call to the model that is tried, or that gave the answer; null before the first.</summary>
    internal RelayRequest? Current { get; private set; }

    private bool HasMore => _next < targets.Count;

    /// <inheritdoc/>
    public override bool TakesOver(in FinalAnswer answer, in AttemptResult last) => answer.Kind switch
    {
        FinalAnswerKind.Delivered => false,
        FinalAnswerKind.Refused when SaysNothingOfOthers(answer) => HasMore || _refused is not null,
        FinalAnswerKind.Refused => HasMore && FallbackRules.GoesOnAfter(answer.Error!.Code),
        _ => HasMore && FallbackRules.GoesOnAfter(last.Outcome),
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
        while (HasMore)
        {
            var (request, fault) = await ComposeNextAsync(default);
            if (request is not null)
            {
                return (Current = request, null);
            }

            first ??= fault;
        }

        return (null, first);
    }

    /// <summary>
    /// Goes on to the next model that can take the request. False where none is left: the answer is then that of
    /// <see cref="Current"/>, the last that could have served the request.
    /// </summary>
    internal async ValueTask<bool> NextAsync()
    {
        var before = Current!;
        _refused = SaysNothingOfOthers(before.Answer) ? _refused : before;
        while (HasMore)
        {
            if (await ComposeNextAsync(before.Answer) is { Request: { } request })
            {
                Current = request;
                return true;
            }
        }

        Current = _refused ?? before;
        return false;
    }

    private static bool SaysNothingOfOthers(in FinalAnswer answer) =>
        answer.Error is { } error && FallbackRules.SaysNothingOfOthers(error.Code);

    private async ValueTask<(RelayRequest? Request, IntakeFault? Fault)> ComposeNextAsync(FinalAnswer before)
    {
        var target = targets[_next++];
        if (!ModelName.TryParse(target.Model, out var model))
        {
            throw new InvalidOperationException($"'{target.Model}' is no model");
        }

        _translated?.Close();
        _translated = null;
        var waited = TimeSpan.FromMilliseconds(before.QueueMs);
        var next = draft with
        {
            AttemptsBefore = before.Attempts,
            WaitedBefore = waited,
            WaitHere = HasMore ? WaitBudget.Share(draft.Wishes.WaitLimit, waited, target.MaxWait) : null,
            Fallback = this,
        };
        var (request, fault) = await compose(next, head, model);
        _translated = request?.Body != draft.Body ? request?.Body : null;
        return (request, fault);
    }
}

/// <summary>Makes the call of one model, or says what is wrong with the request there.</summary>
internal delegate ValueTask<(RelayRequest? Request, IntakeFault? Fault)> ComposeCall(UnifiedDraft draft, BodyHead head, ModelName model);
