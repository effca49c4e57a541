using MultiplexCluster.Actors.Checks;

namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>A refused key is tried again by a free call.</summary>
public sealed class KeyCheckTests : EndpointSpec
{
    [Fact]
    public void A_refused_key_is_checked_after_five_minutes_and_serves_again_once_the_provider_takes_it()
    {
        Refuse();
        PassMs(299_000);
        Assert.Empty(Received(KeyChecker));
        PassMs(32_000);
        Assert.Equal(new CheckKey(Id, ProviderKind.OpenAi), Next<CheckKey>(KeyChecker));

        var counted = Described().Stats;

        var check = Check();
        Assert.True(Turn().IsProbe);
        Passes(check);

        Assert.Equal(EndpointState.Available, Described().Condition.State);
        Assert.Equal(counted, Described().Stats);
        Ends(Granted(isProbe: true));
        Assert.Equal(EndpointState.Available, Described().Condition.State);
    }

    [Fact]
    public void A_key_that_passes_its_check_and_is_refused_again_is_tried_by_one_call_only_and_checked_more_seldom()
    {
        Refuse();
        PassMs(331_000);
        Next<CheckKey>(KeyChecker);
        var check = Check();
        Turn();
        Passes(check);

        var probe = Granted(isProbe: true);
        Queued();
        Ends(probe, OutcomeClass.KeyRefused);

        Assert.Equal(EndpointState.Quarantined, Described().Condition.State);
        PassMs(590_000);
        Assert.Empty(Received(KeyChecker));
        PassMs(71_000);
        Next<CheckKey>(KeyChecker);
    }

    [Fact]
    public void One_that_is_still_refused_is_checked_more_seldom_each_time()
    {
        Refuse();
        var pauses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var minutes = 0;
            while (Received(KeyChecker).Count == 0)
            {
                PassMs(60_000);
                minutes++;
            }

            pauses.Add(minutes);
            var check = Check();
            Assert.True(Turn().IsProbe);
            Ends(check, OutcomeClass.KeyRefused);
        }

        Assert.InRange(pauses[0], 5, 6);
        Assert.InRange(pauses[1], 10, 11);
        Assert.InRange(pauses[2], 20, 22);
        Assert.Equal(EndpointState.Quarantined, Described().Condition.State);
    }

    [Fact]
    public void Two_checks_at_once_or_one_of_a_healthy_key_are_refused()
    {
        Create();
        Check();
        Assert.Equal(RejectionReason.Quarantined, Refusal().Reason);

        Ends(Granted(), OutcomeClass.KeyRefused);
        Check();
        Assert.True(Turn().IsProbe);
        Check();
        Assert.Equal(RejectionReason.Quarantined, Refusal().Reason);
    }

    [Fact]
    public void A_check_takes_no_more_slots_than_there_are()
    {
        Create();
        var running = Granted();
        Patch(Limit(2));
        Ends(Granted(), OutcomeClass.KeyRefused);
        Patch(Limit(1));

        Check();

        Assert.Equal(RejectionReason.Quarantined, Refusal().Reason);
        Ends(running);
        Check();
        Assert.True(Turn().IsProbe);
    }

    [Fact]
    public void An_account_out_of_quota_is_not_checked_by_a_free_call()
    {
        Create();
        Ends(Granted(), OutcomeClass.OutOfQuota, retryAfterMs: 3_600_000 * 5);
        PassMs(3_600_000);

        Assert.Empty(Received(KeyChecker));
        Check();
        Assert.Equal(RejectionReason.Quarantined, Refusal().Reason);
    }

    [Fact]
    public void A_new_incarnation_goes_on_checking()
    {
        Refuse();
        Checkpointed();
        Crash();
        Restart();

        PassMs(331_000);

        Next<CheckKey>(KeyChecker);
    }

    [Theory]
    [InlineData(OutcomeClass.Success)]
    [InlineData(OutcomeClass.KeyRefused)]
    [InlineData(OutcomeClass.RateLimited)]
    [InlineData(OutcomeClass.Failing)]
    public void The_check_of_a_key_since_rotated_out_says_nothing_of_the_new_one(OutcomeClass verdict)
    {
        var check = Checking(Limit(2));

        Done(new RotateKey(Id, Key(2)));
        Assert.Equal(new StopCheck(Id), Next<StopCheck>(KeyChecker));
        var probe = Granted(isProbe: true);
        Endpoint.Tell(new ProbeVerdict(Id, check, verdict), Router);
        Ends(check, verdict);

        Assert.Equal(EndpointState.Available, Described().Condition.State);
        Ends(probe);
        Ends(Granted());
        Assert.Equal(EndpointState.Available, Described().Condition.State);
    }

    [Fact]
    public void The_check_of_a_key_since_rotated_out_does_not_lift_the_quarantine_of_the_new_one()
    {
        var check = Checking(Limit(2));
        Done(new RotateKey(Id, Key(2)));
        Ends(Granted(isProbe: true), OutcomeClass.KeyRefused);

        Endpoint.Tell(new ProbeVerdict(Id, check, OutcomeClass.Success), Router);
        Passes(check);

        Assert.Equal(EndpointState.Quarantined, Described().Condition.State);
        Check();
        Assert.True(Turn().IsProbe);
    }

    [Theory]
    [InlineData(OutcomeClass.KeyRefused)]
    [InlineData(OutcomeClass.OutOfQuota)]
    public void A_check_that_was_under_way_when_an_operator_lifted_the_quarantine_sets_none(OutcomeClass verdict)
    {
        var check = Checking(Limit(2));
        Done(new EnableEndpoint(Id));
        Assert.Equal(new StopCheck(Id), Next<StopCheck>(KeyChecker));

        Ends(check, verdict);

        Assert.Equal(EndpointState.Available, Described().Condition.State);
        Ends(Granted(isProbe: true), OutcomeClass.KeyRefused);
        Assert.Equal(EndpointState.Quarantined, Described().Condition.State);
    }

    [Fact]
    public void A_check_is_stopped_once_when_the_endpoint_is_disabled_or_deleted_or_serves_again()
    {
        Checking();
        Patch(new() { Enabled = Change.To(false) });
        Assert.Equal(new StopCheck(Id), Next<StopCheck>(KeyChecker));
        Patch(new() { Enabled = Change.To(true) });
        Patch(new() { Enabled = Change.To(false) });
        Assert.Empty(Received(KeyChecker));

        Patch(new() { Enabled = Change.To(true) });
        PassMs(661_000);
        Next<CheckKey>(KeyChecker);
        Endpoint.Tell(new DeleteEndpoint(Id), Operator);
        Assert.Equal(new StopCheck(Id), Next<StopCheck>(KeyChecker));
    }

    [Fact]
    public void One_that_a_new_check_waits_for_is_not_stopped()
    {
        Checking();
        PassMs(3_600_000);

        Assert.DoesNotContain(Received(KeyChecker), message => message is StopCheck);
    }

    /// <summary>A refused key whose check is under way.</summary>
    private CallId Checking(SettingsPatch? patch = null)
    {
        Refuse();
        if (patch is not null)
        {
            Patch(patch);
        }

        PassMs(331_000);
        Next<CheckKey>(KeyChecker);
        var check = Check();
        Assert.True(Turn().IsProbe);
        return check;
    }

    private void Refuse()
    {
        Create();
        Ends(Granted(), OutcomeClass.KeyRefused);
        Assert.Equal(EndpointState.Quarantined, Described().Condition.State);
    }

    private void Passes(CallId check) =>
        Endpoint.Tell(ReportOf(check, OutcomeClass.Success, request: null) with { IsKeyCheck = true }, Router);

    private CallId Check()
    {
        var call = NewCall();
        Endpoint.Tell(new Acquire(Id, call, RequestId.Parse("check"), PriorityClass.High, null, 0, IsRetry: false, LastResort: false, IsPinned: true) { IsKeyCheck = true }, Router);
        return call;
    }
}
