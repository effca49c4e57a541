using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Retrying;
using Xunit;

namespace MultiplexCluster.Core.Tests.Retrying;

public sealed class RetryRulesTests
{
    public static TheoryData<OutcomeClass, NextStep, NextStep, NextStep> Steps() => new()
    {
        // outcome, step, step of a pinned request, step of a call that must not be repeated
        { OutcomeClass.Success, NextStep.Deliver, NextStep.Deliver, NextStep.Deliver },
        { OutcomeClass.Cancelled, NextStep.Deliver, NextStep.Deliver, NextStep.Deliver },
        { OutcomeClass.BrokenStream, NextStep.Deliver, NextStep.Deliver, NextStep.Deliver },
        { OutcomeClass.CallerFault, NextStep.PassOn, NextStep.PassOn, NextStep.PassOn },
        { OutcomeClass.KeyRefused, NextStep.TryElsewhere, NextStep.PassOn, NextStep.TryElsewhere },
        { OutcomeClass.OutOfQuota, NextStep.TryElsewhere, NextStep.PassOn, NextStep.TryElsewhere },
        { OutcomeClass.NotWithThisKey, NextStep.TryElsewhere, NextStep.PassOn, NextStep.TryElsewhere },
        { OutcomeClass.AddressBlocked, NextStep.TryElsewhere, NextStep.PassOn, NextStep.TryElsewhere },
        { OutcomeClass.RateLimited, NextStep.TryAnywhere, NextStep.TryAnywhere, NextStep.TryAnywhere },
        { OutcomeClass.Failing, NextStep.TryAnywhere, NextStep.TryAnywhere, NextStep.PassOn },
        { OutcomeClass.PermitLost, NextStep.TryAnywhere, NextStep.TryAnywhere, NextStep.PassOn },
        { OutcomeClass.ProviderOverloaded, NextStep.TryHere, NextStep.TryHere, NextStep.PassOn },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_outcome_decides_the_next_step(OutcomeClass outcome, NextStep step, NextStep pinned, NextStep once)
    {
        Assert.Equal(step, RetryRules.After(outcome, new AttemptFacts(AnswerStarted: false, IsPinned: false, MayRepeat: true)));
        Assert.Equal(pinned, RetryRules.After(outcome, new AttemptFacts(AnswerStarted: false, IsPinned: true, MayRepeat: true)));
        Assert.Equal(once, RetryRules.After(outcome, new AttemptFacts(AnswerStarted: false, IsPinned: false, MayRepeat: false)));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_body_that_has_passed_cannot_be_sent_again(OutcomeClass outcome, NextStep step, NextStep pinned, NextStep once)
    {
        var spent = RetryRules.After(outcome, new AttemptFacts(AnswerStarted: false, IsPinned: false, MayRepeat: true, BodyIsSpent: true));

        Assert.Equal(step is NextStep.Deliver ? NextStep.Deliver : NextStep.PassOn, spent);
        Assert.All([pinned, once], other => Assert.Equal(step is NextStep.Deliver, other is NextStep.Deliver));
    }

    [Fact]
    public void After_the_first_byte_nothing_is_tried_again() => Assert.All(Enum.GetValues<OutcomeClass>(), outcome =>
        Assert.Equal(NextStep.Deliver, RetryRules.After(outcome, new AttemptFacts(AnswerStarted: true, IsPinned: false, MayRepeat: true))));

    [Fact]
    public void Every_outcome_there_is_has_its_row() =>
        Assert.Equal(Enum.GetValues<OutcomeClass>().Length, Steps().Count);

    [Fact]
    public void An_unknown_outcome_throws() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        RetryRules.After((OutcomeClass)99, default));
}
