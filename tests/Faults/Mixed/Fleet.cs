using System.Collections.Concurrent;
using System.Globalization;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Faults.Secrecy;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>The endpoints of a run, what was changed of them, and when.</summary>
internal sealed class Fleet(ServiceProcess service, FakeProvider fake, int seed)
{
    private const int StepsPerKey = 2000;
    private readonly ConcurrentDictionary<string, string> _endpointOfKey = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<AdminChange> _changes = new();
    private int _keys;

    /// <summary>All endpoints: of every provider one that is left alone and one that operators work on; one comes and goes.</summary>
    public IReadOnlyList<Member> Members { get; } =
    [
        .. from dialect in Enum.GetValues<ProviderDialect>() from role in (Role[])[Role.Steady, Role.Shaky] select new Member(dialect, role),
        new Member(ProviderDialect.Groq, Role.Fleeting),
    ];

    /// <summary>Admin changes in the order of their answers.</summary>
    public IReadOnlyList<AdminChange> Changes => [.. _changes];

    public string? EndpointOf(string key) => _endpointOfKey.GetValueOrDefault(key);

    public Random RandomOf(string purpose)
    {
        // Not string.GetHashCode: that differs from process to process.
        var hash = purpose.Aggregate(seed, (sum, c) => unchecked((sum * 31) + c));
        return new Random(hash);
    }

    public async Task CreateAllAsync()
    {
        foreach (var member in Members)
        {
            await CreateAsync(member, RandomOf($"limit of {member.Id}").Next(2, 7));
        }
    }

    public async Task CreateAsync(Member member, int limit)
    {
        var key = NewKey(member);
        await TimedAsync(member, ChangeKind.Create, limit, async () => (await service.Admin.CreateAsync(new
        {
            endpoint_id = member.Id,
            provider = member.Provider,
            api_key = key,
            base_url = fake.BaseUrl(member.Dialect),
            max_concurrent_requests = limit,
            queue_size = 50,
            initial_retry_delay = 0.1,
            max_retry_delay = 0.5,
            max_retries = 3,
            queue_timeout = 8,
            first_byte_timeout = 1,
            idle_timeout = 1,
            breaker_open = 0.5,
        })).Status);
    }

    public Task PatchLimitAsync(Member member, int limit) => TimedAsync(member, ChangeKind.Limit, limit, async () =>
        (await service.Admin.PatchAsync(member.Id, new { max_concurrent_requests = limit })).Status);

    public Task RotateAsync(Member member)
    {
        var key = NewKey(member);
        return TimedAsync(member, ChangeKind.Rotate, null, async () => (await service.Admin.RotateAsync(member.Id, key)).Status);
    }

    public Task DoAsync(Member member, ChangeKind kind, string verb) => TimedAsync(member, kind, null, async () =>
        (await service.Admin.DoAsync(member.Id, verb)).Status);

    public Task DeleteAsync(Member member) => TimedAsync(member, ChangeKind.Delete, null, async () =>
        (await service.Admin.DeleteAsync(member.Id)).Status);

    /// <summary>Scripts the keys in use anew, after a reset of the fake.</summary>
    public void ScriptAgain()
    {
        foreach (var (key, endpoint) in _endpointOfKey)
        {
            Script(key, Members.First(m => m.Id == endpoint));
        }
    }

    private string NewKey(Member member)
    {
        var number = Interlocked.Increment(ref _keys);
        var key = SecretWatch.Key(string.Create(CultureInfo.InvariantCulture, $"{member.Id}-{number}"));
        _endpointOfKey[key] = member.Id;
        Script(key, member);
        return key;
    }

    private void Script(string key, Member member)
    {
        var random = RandomOf($"behaviour of {key}");
        var script = fake.Key(key);
        for (var i = 0; i < StepsPerKey; i++)
        {
            script.Then(Behaviours.Draw(member.Dialect, member.Role == Role.Shaky, random));
        }
    }

    private async Task TimedAsync(Member member, ChangeKind kind, int? limit, Func<Task<System.Net.HttpStatusCode>> change)
    {
        var sent = fake.Elapsed;
        var status = await change();
        _changes.Enqueue(new AdminChange(member.Id, kind, limit, sent, fake.Elapsed, (int)status));
    }
}

/// <summary>An endpoint of the run.</summary>
internal sealed record Member(ProviderDialect Dialect, Role Role)
{
    /// <summary>Its provider's name in the admin API.</summary>
    public string Provider { get; } = Dialect.ToString().ToLowerInvariant();

    public string Id => $"{Provider}-{Role.ToString().ToLowerInvariant()}";
}

/// <summary>What operators do with an endpoint.</summary>
internal enum Role
{
    /// <summary>Nothing.</summary>
    Steady,

    /// <summary>Everything but delete it.</summary>
    Shaky,

    /// <summary>They delete it and create it again.</summary>
    Fleeting,
}

/// <summary>An admin change, when it was sent and when its answer came (the fake's clock).</summary>
public sealed record AdminChange(string Endpoint, ChangeKind Kind, int? Limit, TimeSpan Sent, TimeSpan Answered, int Status);

/// <summary>The admin changes of a run.</summary>
public enum ChangeKind
{
    Create,
    Limit,
    Rotate,
    Disable,
    Enable,
    ResetBackoff,
    ResetStats,
    Delete,
}
