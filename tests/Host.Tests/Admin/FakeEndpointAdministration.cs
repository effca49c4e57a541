using System.Collections.Concurrent;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Settings;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>A cluster in memory that keeps the real one's promises and fails on demand.</summary>
internal sealed class FakeEndpointAdministration : IEndpointAdministration
{
    private readonly ConcurrentDictionary<EndpointId, EndpointDetails> _endpoints = new();

    public static DateTimeOffset Start { get; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Answered instead of everything else while set.</summary>
    public AdminRefusal? Refuse { get; set; }

    /// <summary>Thrown instead of any answer while set.</summary>
    public Exception? Throw { get; set; }

    /// <summary>How many rotations are still answered with a conflict.</summary>
    public int Conflicts { get; set; }

    public ConcurrentQueue<IAdminCommand> Commands { get; } = new();

    public ConcurrentDictionary<EndpointId, SealedKey> Keys { get; } = new();

    public ConcurrentQueue<(EndpointId Id, bool FromEnvironment)> Created { get; } = new();

    public Task<EndpointAnswer> CreateAsync(
        EndpointId id, EndpointSettings settings, SealedKey key, bool fromEnvironment, CancellationToken ct)
    {
        ThrowIfAsked();
        if (Refuse is { } reason)
        {
            return Refused(reason);
        }

        var details = new EndpointDetails(
            id, settings, key.Hint, key.Version, Start, new EndpointCondition(EndpointState.Available, null, null), new EndpointStats { Since = Start }, 0, 0);
        if (!_endpoints.TryAdd(id, details))
        {
            return Refused(AdminRefusal.AlreadyExists);
        }

        Keys[id] = key;
        Created.Enqueue((id, fromEnvironment));
        return Described(details);
    }

    public Task<EndpointAnswer> SendAsync(IAdminCommand command, CancellationToken ct)
    {
        ThrowIfAsked();
        Commands.Enqueue(command);
        if (Refuse is { } reason && command is not DescribeEndpoint)
        {
            return Refused(reason);
        }

        if (!_endpoints.TryGetValue(command.EndpointId, out var details))
        {
            return Refused(AdminRefusal.NotFound);
        }

        if (command is RotateKey && Conflicts > 0)
        {
            Conflicts--;
            _endpoints[command.EndpointId] = details with { KeyVersion = details.KeyVersion + 1 };
            return Refused(AdminRefusal.Conflict);
        }

        return Carry(command, details);
    }

    public Task<IReadOnlyList<EndpointDetails>> ListAsync(CancellationToken ct)
    {
        ThrowIfAsked();
        return Task.FromResult<IReadOnlyList<EndpointDetails>>(
            [.. _endpoints.Values.OrderBy(one => one.CreatedAt).ThenBy(one => one.EndpointId.Value, StringComparer.Ordinal)]);
    }

    /// <summary>Changes what is known of an endpoint behind the API's back.</summary>
    public void Set(string id, Func<EndpointDetails, EndpointDetails> change) =>
        _endpoints[EndpointId.Parse(id)] = change(_endpoints[EndpointId.Parse(id)]);

    private Task<EndpointAnswer> Carry(IAdminCommand command, EndpointDetails details)
    {
        var changed = command switch
        {
            DescribeEndpoint => details,
            PatchEndpoint patch => details with { Settings = patch.Patch.ApplyTo(details.Settings) },
            RotateKey rotate when rotate.Key.Version != details.KeyVersion + 1 => null,
            RotateKey rotate => details with { KeyVersion = rotate.Key.Version, ApiKeyHint = rotate.Key.Hint },
            EnableEndpoint => details with { Settings = details.Settings with { Enabled = true }, Condition = new(EndpointState.Available, null, null) },
            DisableEndpoint => details with { Settings = details.Settings with { Enabled = false }, Condition = new(EndpointState.Disabled, null, "off") },
            ResetBackoff => details with { Condition = new(EndpointState.Available, null, null) },
            ResetStats => details with { Stats = new EndpointStats { Since = Start.AddHours(1) } },
            DeleteEndpoint => details with { Condition = new(EndpointState.Draining, null, "deleted") },
            _ => throw new InvalidOperationException(command.GetType().Name),
        };
        if (changed is null)
        {
            return Refused(AdminRefusal.Conflict);
        }

        if (command is RotateKey { Key: var key })
        {
            Keys[command.EndpointId] = key;
        }

        if (SettingsRules.Check(changed.Settings, allowPrivateNetworks: true) is { Count: > 0 } errors)
        {
            return Task.FromResult<EndpointAnswer>(new EndpointAnswer.Refused(AdminRefusal.Invalid, errors, null));
        }

        _endpoints[command.EndpointId] = changed;
        return Described(changed);
    }

    private void ThrowIfAsked()
    {
        if (Throw is not null)
        {
            throw Throw;
        }
    }

    private static Task<EndpointAnswer> Described(EndpointDetails details) =>
        Task.FromResult<EndpointAnswer>(new EndpointAnswer.Described(details));

    private static Task<EndpointAnswer> Refused(AdminRefusal reason) =>
        Task.FromResult<EndpointAnswer>(new EndpointAnswer.Refused(reason, null, null));
}
