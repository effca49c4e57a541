using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Administration;

/// <summary>Decides admin commands. The same command twice changes nothing the second time.</summary>
public static class AdminRules
{
    /// <summary>What a command comes to.</summary>
    /// <param name="state">The endpoint, what bears on admin commands.</param>
    /// <param name="command">The command.</param>
    /// <param name="validate">The settings' rules for a change and what it leads to: every offending field with its error.</param>
    /// <param name="now">The wall clock, UTC.</param>
    public static AdminDecision Decide(
        in AdminView state,
        IAdminCommand command,
        Func<SettingsPatch, EndpointSettings, IReadOnlyDictionary<string, string>> validate,
        DateTimeOffset now)
    {
        if (state.Profile is not { } profile)
        {
            return command is CreateEndpoint create
                ? AdminDecision.Record(new EndpointCreated(now, create.Settings, create.Key))
                : AdminDecision.Refuse(AdminRefusal.NotFound);
        }

        if (profile.IsDraining && command is not (DescribeEndpoint or DeleteEndpoint or CreateEndpoint))
        {
            return AdminDecision.Refuse(AdminRefusal.Draining);
        }

        return command switch
        {
            CreateEndpoint => AdminDecision.Refuse(AdminRefusal.AlreadyExists),
            DescribeEndpoint => AdminDecision.Unchanged,
            PatchEndpoint patch => Change(profile.Settings, patch.Patch, validate, now),
            RotateKey rotate => Rotate(profile, rotate, now),
            EnableEndpoint => Enable(state, profile, now),
            DisableEndpoint => profile.Settings.Enabled
                ? AdminDecision.Record(new SettingsChanged(now, profile.Settings with { Enabled = false }))
                : AdminDecision.Unchanged,
            ResetBackoff => AdminDecision.Record(new BackoffReset(now)),
            ResetStats => AdminDecision.Record(new StatsReset(now, new Dictionary<RouterId, long>(state.Marks))),
            DeleteEndpoint when profile.IsDraining => AdminDecision.Unchanged,
            DeleteEndpoint => AdminDecision.Record(new DeletionRequested(now)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "unknown command"),
        };
    }

    private static AdminDecision Change(
        EndpointSettings before,
        SettingsPatch patch,
        Func<SettingsPatch, EndpointSettings, IReadOnlyDictionary<string, string>> validate,
        DateTimeOffset now)
    {
        var after = patch.ApplyTo(before);
        var errors = validate(patch, after);
        return errors.Count > 0 ? AdminDecision.Refuse(AdminRefusal.Invalid, errors)
            : IsSame(after, before) ? AdminDecision.Unchanged
            : AdminDecision.Record(new SettingsChanged(now, after));
    }

    // A record compares its list by reference.
    private static bool IsSame(EndpointSettings a, EndpointSettings b) =>
        a.Models.SequenceEqual(b.Models, StringComparer.Ordinal) && a with { Models = b.Models } == b;

    private static AdminDecision Rotate(EndpointProfile profile, RotateKey rotate, DateTimeOffset now) =>
        rotate.Key.Version == profile.Key.Version + 1
            ? AdminDecision.Record(new KeyRotated(now, rotate.Key))
            : AdminDecision.Refuse(AdminRefusal.Conflict);

    private static AdminDecision Enable(in AdminView state, EndpointProfile profile, DateTimeOffset now)
    {
        var events = new List<IEndpointEvent>(2);
        if (!profile.Settings.Enabled)
        {
            events.Add(new SettingsChanged(now, profile.Settings with { Enabled = true }));
        }

        if (state.IsQuarantined)
        {
            events.Add(new QuarantineLifted(now));
        }

        return new AdminDecision(events);
    }
}

/// <summary>What admin commands look at.</summary>
/// <param name="Profile">The endpoint, or null when it doesn't exist.</param>
/// <param name="IsQuarantined">Its key serves nothing.</param>
/// <param name="Marks">Per router, the last report that is counted.</param>
public readonly record struct AdminView(EndpointProfile? Profile, bool IsQuarantined, IReadOnlyDictionary<RouterId, long> Marks);
