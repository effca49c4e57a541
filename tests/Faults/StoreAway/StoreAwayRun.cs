using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Secrecy;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Faults.StoreAway;

/// <summary>Another process holds the database for a while, under load: calls go on, admin changes say so, nothing is lost.</summary>
public static class StoreAwayRun
{
    private const string Id = "store-away";
    private static readonly TimeSpan CallEvery = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs it against a service of its own.</summary>
    public static async Task<StoreAwayReport> RunAsync(TimeSpan away)
    {
        await using var fake = await FakeProvider.StartAsync(new FakeOptions { RecordCalls = false, Latency = TimeSpan.FromMilliseconds(10) });
        await using var service = await ServiceProcess.StartAsync();
        await service.Admin.MustCreateAsync(new
        {
            endpoint_id = Id, provider = "openai", api_key = SecretWatch.Key(Id), base_url = fake.BaseUrl(ProviderDialect.OpenAi),
            max_concurrent_requests = 20, queue_size = 10_000,
        });
        using var crowd = new CallerCrowd(service.Address);
        using var stop = new CancellationTokenSource();
        var load = Task.Run(() => LoadAsync(crowd, stop.Token));
        await Task.Delay(500);

        AdminAnswer refused;
        TimeSpan refusedAfter;
        await using (await LockAsync(service.Database))
        {
            var locked = Stopwatch.GetTimestamp();
            refused = await service.Admin.PatchAsync(Id, new { queue_size = 500 });
            refusedAfter = Stopwatch.GetElapsedTime(locked);
            await Task.Delay(away > refusedAfter ? away - refusedAfter : TimeSpan.Zero);
        }

        var unlocked = Stopwatch.GetTimestamp();
        var accepted = await service.Admin.PatchAsync(Id, new { queue_size = 600 });
        var acceptedAfter = Stopwatch.GetElapsedTime(unlocked);
        await Task.Delay(500);
        await stop.CancelAsync();
        var records = await load;

        // A failed checkpoint waits 3 s for the file and a second more before the next.
        await service.Admin.StatsAtRestAsync(Id);
        await Task.Delay(TimeSpan.FromSeconds(4.5));
        await service.KillAsync();
        await service.StartAgainAsync();
        var queueSize = (await service.Admin.GetAsync(Id)).Json.GetProperty("queue_size").GetInt32();
        return new StoreAwayReport(records, refused, refusedAfter, accepted, acceptedAfter, queueSize, await service.Admin.StatsAsync(Id), service.Output.AlarmingLines);
    }

    private static async Task<List<CallRecord>> LoadAsync(CallerCrowd crowd, CancellationToken stop)
    {
        var calls = new List<Task<CallRecord>>();
        while (!stop.IsCancellationRequested)
        {
            calls.Add(crowd.CallAsync(new CallPlan(), CancellationToken.None));
            await Task.Delay(CallEvery, CancellationToken.None);
        }

        return [.. await Task.WhenAll(calls)];
    }

    private static async Task<SqliteConnection> LockAsync(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}

/// <summary>What came of it.</summary>
/// <param name="Calls">Every call made.</param>
/// <param name="Refused">The admin change while the store was away.</param>
/// <param name="RefusedAfter">How long its answer took.</param>
/// <param name="Accepted">The admin change after that.</param>
/// <param name="AcceptedAfter">How long its answer took.</param>
/// <param name="QueueSize">That setting after kill -9 and restart.</param>
/// <param name="Counters">The counters after kill -9 and restart.</param>
/// <param name="Alarms">Lines that must not be in the output.</param>
public sealed record StoreAwayReport(
    IReadOnlyList<CallRecord> Calls, AdminAnswer Refused, TimeSpan RefusedAfter, AdminAnswer Accepted, TimeSpan AcceptedAfter,
    int QueueSize, EndpointCounters Counters, IReadOnlyList<string> Alarms)
{
    /// <summary>Calls without a good answer.</summary>
    public int Failed => Calls.Count(c => !c.Succeeded);

    /// <summary>What is not as it should be.</summary>
    public IEnumerable<string> Faults
    {
        get
        {
            if (Failed > 0)
            {
                yield return $"{Failed} of {Calls.Count} calls failed: {Calls.First(c => !c.Succeeded)}";
            }

            if ((Refused.Status, Refused.Code) != (HttpStatusCode.ServiceUnavailable, "store_unavailable"))
            {
                yield return $"the change while the store was away was answered {(int)Refused.Status}: {Refused.Text}";
            }

            if (RefusedAfter > TimeSpan.FromSeconds(8) || AcceptedAfter > TimeSpan.FromSeconds(8))
            {
                yield return $"admin answers took {RefusedAfter.TotalSeconds:F1} and {AcceptedAfter.TotalSeconds:F1} s";
            }

            if (Accepted.Status != HttpStatusCode.OK || QueueSize != 600)
            {
                yield return $"the change after that was answered {(int)Accepted.Status}, and after the restart queue_size is {QueueSize}";
            }

            if (Counters.Successful != Calls.Count)
            {
                yield return $"{Calls.Count} calls, counted {Counters}";
            }

            foreach (var alarm in Alarms)
            {
                yield return alarm;
            }
        }
    }

    /// <summary>The figures.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"{Calls.Count} calls, {Failed} failed, slowest {Calls.Max(c => c.Took).TotalMilliseconds:F0} ms; refused after {RefusedAfter.TotalSeconds:F1} s, accepted after {AcceptedAfter.TotalSeconds:F1} s; counted {Counters.Successful} after kill -9");
}
