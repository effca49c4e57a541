using CsCheck;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Administration;
using Xunit;

namespace MultiplexCluster.Core.Tests.Administration;

public sealed class AdminRulesTests
{
    private static readonly EndpointId Id = EndpointId.Parse("a");
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly EndpointSettings Settings = new() { Provider = ProviderKind.OpenAi, Models = ["gpt-*"] };
    private static readonly EndpointProfile Profile = new(Settings, Key(1), At, IsDraining: false);

    private static readonly Gen<IAdminCommand> Commands = Gen.OneOf<IAdminCommand>(
        Gen.Const<IAdminCommand>(new CreateEndpoint(Id, Settings, Key(1))),
        Gen.Const<IAdminCommand>(new DescribeEndpoint(Id)),
        Gen.Select(Gen.Int[1, 9], Gen.Bool).Select((n, isSet) => (IAdminCommand)new PatchEndpoint(Id, new SettingsPatch
        {
            Weight = Contracts.Endpoints.Change.To(n),
            Models = isSet ? Contracts.Endpoints.Change.To<IReadOnlyList<string>>(["m" + n]) : default,
        })),
        Gen.Int[1, 4].Select(v => (IAdminCommand)new RotateKey(Id, Key(v))),
        Gen.Const<IAdminCommand>(new EnableEndpoint(Id)),
        Gen.Const<IAdminCommand>(new DisableEndpoint(Id)),
        Gen.Const<IAdminCommand>(new ResetBackoff(Id)),
        Gen.Const<IAdminCommand>(new ResetStats(Id)),
        Gen.Const<IAdminCommand>(new DeleteEndpoint(Id)));

    [Fact]
    public void The_same_command_twice_leaves_the_endpoint_as_it_was_after_the_first_time() =>
        Commands.Array[0, 12].Sample(commands =>
        {
            EndpointProfile? profile = null;
            return commands.All(command =>
            {
                var once = profile = Carried(profile, command);
                return Same(Carried(once, command), once);
            });
        });

    [Fact]
    public void A_repeated_change_yields_no_event() =>
        Commands.Where(c => c is PatchEndpoint or EnableEndpoint or DisableEndpoint or DeleteEndpoint or RotateKey or CreateEndpoint).Sample(command =>
            Decide(Carried(Profile, command), command).Events.Count == 0);

    [Fact]
    public void A_refusal_records_nothing() => Gen.Select(Commands.Array[0, 8], Commands).Sample((before, command) =>
    {
        var decision = Decide(before.Aggregate((EndpointProfile?)null, Carried), command);
        return decision.Refusal is null || decision.Events.Count == 0;
    });

    [Fact]
    public void Setting_the_models_it_has_changes_nothing_although_the_list_is_another_object()
    {
        var patch = new PatchEndpoint(Id, new SettingsPatch { Models = Contracts.Endpoints.Change.To<IReadOnlyList<string>>(["gpt-*"]) });

        Assert.Empty(Decide(Profile, patch).Events);
    }

    [Fact]
    public void What_does_not_exist_is_not_found() => Commands.Where(c => c is not CreateEndpoint).Sample(command =>
        Decide(null, command).Refusal is AdminRefusal.NotFound);

    [Fact]
    public void What_exists_is_not_created_again() =>
        Assert.Equal(AdminRefusal.AlreadyExists, Decide(Profile, new CreateEndpoint(Id, Settings, Key(1))).Refusal);

    [Fact]
    public void A_draining_endpoint_takes_no_change() => Commands.Sample(command =>
    {
        var decision = Decide(Profile with { IsDraining = true }, command);
        return command switch
        {
            DescribeEndpoint or DeleteEndpoint => decision is { Refusal: null, Events.Count: 0 },
            CreateEndpoint => decision.Refusal is AdminRefusal.AlreadyExists,
            _ => decision.Refusal is AdminRefusal.Draining,
        };
    });

    [Fact]
    public void A_patch_that_breaks_a_rule_is_refused_with_every_error()
    {
        var errors = new Dictionary<string, string> { ["weight"] = "no" };

        var decision = AdminRules.Decide(
            View(Profile), new PatchEndpoint(Id, new SettingsPatch { Weight = Contracts.Endpoints.Change.To(0) }), (_, _) => errors, At);

        Assert.Equal((AdminRefusal.Invalid, errors), (decision.Refusal, decision.Errors));
    }

    [Fact]
    public void Settings_that_break_a_rule_of_today_do_not_keep_an_endpoint_from_being_switched_off()
    {
        var decision = AdminRules.Decide(
            View(Profile), new DisableEndpoint(Id), (_, _) => new Dictionary<string, string> { ["base_url"] = "no" }, At);

        Assert.False(Assert.IsType<SettingsChanged>(Assert.Single(decision.Events)).Settings.Enabled);
    }

    [Fact]
    public void A_patch_changes_only_the_fields_it_names()
    {
        var patched = Carried(Profile, new PatchEndpoint(Id, new SettingsPatch { QueueSize = Contracts.Endpoints.Change.To(7) }));

        Assert.Equal(Settings with { QueueSize = 7 }, patched!.Settings);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_key_is_rotated_by_one_version_at_a_time(int version, bool rotates) =>
        Assert.Equal(rotates ? null : AdminRefusal.Conflict, Decide(Profile, new RotateKey(Id, Key(version))).Refusal);

    [Fact]
    public void Enabling_ends_a_quarantine_and_switches_on()
    {
        var disabled = Profile with { Settings = Settings with { Enabled = false } };

        var decision = AdminRules.Decide(View(disabled) with { IsQuarantined = true }, new EnableEndpoint(Id), NoErrors, At);

        Assert.Collection(
            decision.Events,
            e => Assert.True(((SettingsChanged)e).Settings.Enabled),
            e => Assert.IsType<QuarantineLifted>(e));
    }

    [Fact]
    public void A_reset_of_the_counters_carries_the_marks()
    {
        var marks = new Dictionary<RouterId, long> { [new RouterId(1)] = 5 };

        var decision = AdminRules.Decide(View(Profile) with { Marks = marks }, new ResetStats(Id), NoErrors, At);

        Assert.Equal(marks, Assert.IsType<StatsReset>(Assert.Single(decision.Events)).Marks);
    }

    [Fact]
    public void A_removed_endpoint_is_no_more_and_its_id_starts_anew()
    {
        var removed = EndpointProfile.Apply(Profile with { IsDraining = true }, new EndpointRemoved(At));

        Assert.Null(removed);
        Assert.False(Carried(removed, new CreateEndpoint(Id, Settings, Key(1)))!.IsDraining);
    }

    [Fact]
    public void An_event_of_an_endpoint_that_does_not_exist_throws() =>
        Assert.Throws<InvalidOperationException>(() => EndpointProfile.Apply(null, new DeletionRequested(At)));

    private static EndpointProfile? Carried(EndpointProfile? profile, IAdminCommand command) =>
        Decide(profile, command).Events.Aggregate(profile, EndpointProfile.Apply);

    private static AdminDecision Decide(EndpointProfile? profile, IAdminCommand command) =>
        AdminRules.Decide(View(profile), command, NoErrors, At);

    private static AdminView View(EndpointProfile? profile) => new(profile, IsQuarantined: false, new Dictionary<RouterId, long>());

    private static IReadOnlyDictionary<string, string> NoErrors(SettingsPatch patch, EndpointSettings settings) => new Dictionary<string, string>();

    private static bool Same(EndpointProfile? a, EndpointProfile? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null
            && a.Key.Version == b.Key.Version && a.IsDraining == b.IsDraining
            && a.Settings with { Models = [] } == b.Settings with { Models = [] }
            && a.Settings.Models.SequenceEqual(b.Settings.Models));

    private static SealedKey Key(int version) => new(version, "abcd", new byte[] { 1, 2, 3 });
}
