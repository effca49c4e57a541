using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using MultiplexCluster.Faults.Secrecy;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Faults.Durability;

/// <summary>
/// An operator's script with endpoints and client keys of its own. It makes one change after the other and knows what
/// was acknowledged; the change under way when the service dies may have happened or not.
/// </summary>
internal sealed class Script(string name, AdminApi admin, Random random)
{
    private readonly Dictionary<string, Known> _endpoints = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _clientKeys = new(StringComparer.Ordinal);
    private readonly Queue<(long Began, long Ended)> _writes = [];
    private string? _unsure;
    private int _count;

    /// <summary>Changes acknowledged so far.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Makes changes until the service is gone.</summary>
    public async Task WorkAsync()
    {
        _writes.Clear();
        var began = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                began = Stopwatch.GetTimestamp();
                await ChangeSomethingAsync();
                _writes.Enqueue((began, Stopwatch.GetTimestamp()));
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
        {
            // Killed: what it was asked last is in _unsure.
            _writes.Enqueue((began, Stopwatch.GetTimestamp()));
        }
    }

    /// <summary>The longest that a change took, of those under way in the time before the kill.</summary>
    public TimeSpan SlowestWrite(TimeSpan before, long killed) => _writes
        .Where(w => Stopwatch.GetElapsedTime(w.Ended, killed) < before)
        .Select(w => Stopwatch.GetElapsedTime(w.Began, Math.Min(w.Ended, killed)))
        .DefaultIfEmpty()
        .Max();

    /// <summary>Compares what is there after a restart with what was acknowledged, and takes over what was unsure.</summary>
    public async Task<List<string>> CheckAsync()
    {
        var faults = new List<string>();
        var there = await admin.ListAsync();
        foreach (var (id, known) in _endpoints)
        {
            there.TryGetValue(id, out var now);
            var state = now.ValueKind is JsonValueKind.Object ? Known.Of(now) : Known.Gone;
            if (state != known && id != _unsure && !(known == Known.Gone && await IsGoneSoonAsync(id)))
            {
                faults.Add($"endpoint {id}: acknowledged {known}, found {state}");
            }

            _endpoints[id] = state;
        }

        var keys = (await admin.SendAsync(HttpMethod.Get, "/admin/client-keys", null)).MustBe(HttpStatusCode.OK).Json
            .GetProperty("client_keys").EnumerateArray().Select(k => k.GetProperty("id").GetString()!).ToHashSet();
        foreach (var (id, exists) in _clientKeys.ToList())
        {
            if (keys.Contains(id) != exists && id != _unsure)
            {
                faults.Add($"client key {id}: acknowledged {(exists ? "made" : "revoked")}, found otherwise");
            }

            _clientKeys[id] = keys.Contains(id);
        }

        _unsure = null;
        return faults;
    }

    private async Task ChangeSomethingAsync()
    {
        var living = _endpoints.Where(e => e.Value != Known.Gone).Select(e => e.Key).Order(StringComparer.Ordinal).ToList();
        var id = living.Count > 0 ? living[random.Next(living.Count)] : null;
        switch (random.Next(12))
        {
            case < 3 when living.Count < 12:
                await CreateAsync(string.Create(CultureInfo.InvariantCulture, $"{name}-fleeting-{_count++}"));
                break;
            case < 6 when id is not null:
                var limit = random.Next(1, 100);
                await DoAsync(id, _endpoints[id] with { Limit = limit }, () => admin.PatchAsync(id, new { max_concurrent_requests = limit }));
                break;
            case < 8 when id is not null:
                var key = NewKey();
                await DoAsync(id, _endpoints[id] with { KeyHint = key[^4..] }, () => admin.RotateAsync(id, key));
                break;
            case 8 when id is not null:
                await DoAsync(id, Known.Gone, () => admin.DeleteAsync(id));
                break;
            case 9 when id is not null:
                await DoAsync(id, Known.Gone, () => admin.DeleteAsync(id));
                await CreateAsync(id);
                break;
            case 10:
                var made = await admin.SendAsync(HttpMethod.Post, "/admin/client-keys", new { name });
                _clientKeys[made.MustBe(HttpStatusCode.Created).Json.GetProperty("id").GetString()!] = true;
                Acknowledged++;
                break;
            case 11 when _clientKeys.FirstOrDefault(k => k.Value).Key is { } clientKey:
                _unsure = clientKey;
                await admin.SendAsync(HttpMethod.Delete, $"/admin/client-keys/{clientKey}", null);
                _clientKeys[clientKey] = false;
                _unsure = null;
                Acknowledged++;
                break;
            default:
                break;
        }
    }

    /// <summary>An id that was just deleted is free a moment later: until then the answer is 409.</summary>
    private async Task CreateAsync(string id)
    {
        var key = NewKey();
        for (var i = 0; i < 200; i++)
        {
            _unsure = id;
            _endpoints.TryAdd(id, Known.Gone);
            var answer = await admin.CreateAsync(new { endpoint_id = id, provider = "openai", api_key = key, base_url = "http://127.0.0.1:9/v1", max_concurrent_requests = 1 });
            if (answer.Status is HttpStatusCode.Created)
            {
                _endpoints[id] = new Known(1, key[^4..]);
                _unsure = null;
                Acknowledged++;
                return;
            }

            if (answer.Status is not HttpStatusCode.Conflict)
            {
                answer.MustBe(HttpStatusCode.Created);
            }

            await Task.Delay(5);
        }

        throw new InvalidOperationException($"the id {id} did not become free");
    }

    private async Task DoAsync(string id, Known after, Func<Task<AdminAnswer>> change)
    {
        _unsure = id;
        var answer = await change();
        if ((int)answer.Status >= 300)
        {
            throw new InvalidOperationException($"a change of {id} was answered {(int)answer.Status}: {answer.Text}");
        }

        _endpoints[id] = after;
        _unsure = null;
        Acknowledged++;
    }

    private async Task<bool> IsGoneSoonAsync(string id)
    {
        for (var i = 0; i < 50; i++)
        {
            if ((await admin.GetAsync(id)).Status == HttpStatusCode.NotFound)
            {
                return true;
            }

            await Task.Delay(50);
        }

        return false;
    }

    private string NewKey() => SecretWatch.Key(string.Create(CultureInfo.InvariantCulture, $"{name}-{random.Next(1000, 10_000)}"));

    private sealed record Known(int Limit, string KeyHint)
    {
        public static readonly Known Gone = new(0, "gone");

        public static Known Of(JsonElement endpoint) => endpoint.GetProperty("state").GetString() == "draining" ? Gone : new(
            endpoint.GetProperty("max_concurrent_requests").GetInt32(), endpoint.GetProperty("api_key_hint").GetString()!.TrimStart('.', '*', '…'));
    }
}
