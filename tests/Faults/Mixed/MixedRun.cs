using MultiplexCluster.FakeProviders;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Secrecy;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>Hundreds of callers, providers that fail in every way, operators at work: and the invariants hold.</summary>
public static class MixedRun
{
    /// <summary>Runs it against a service of its own.</summary>
    public static async Task<MixedReport> RunAsync(MixedOptions options, Action<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var fake = await FakeProvider.StartAsync();
        await using var service = await ServiceProcess.StartAsync();
        var secrets = new SecretWatch();
        service.Admin.OnAnswer = text => secrets.Look(text, "admin answer");
        using var crowd = new CallerCrowd(service.Address, secrets, () => fake.Elapsed);
        var fleet = new Fleet(service, fake, options.Seed);
        await fleet.CreateAllAsync();
        var report = new MixedReport(options.Seed);
        for (var round = 0; round < options.Rounds; round++)
        {
            var log = await RoundAsync(options, round, service, fake, crowd, fleet);
            report.Add(log, [.. CapCheck.Violations(log), .. CooldownCheck.Violations(log), .. AnswerCheck.Violations(log), .. CounterCheck.Violations(log)]);
            progress?.Invoke(report.LastRound);
            fake.Reset();
            fleet.ScriptAgain();
        }

        await secrets.LookThroughAsync(service);
        report.AddViolations("secret", secrets.Findings);
        report.AddViolations("output", service.Output.AlarmingLines);
        if (!service.IsRunning)
        {
            report.AddViolations("process", ["the service has ended"]);
        }

        return report;
    }

    private static async Task<RoundLog> RoundAsync(
        MixedOptions options, int round, ServiceProcess service, FakeProvider fake, CallerCrowd crowd, Fleet fleet)
    {
        var lasting = fleet.Members.Where(m => m.Role != Role.Fleeting).ToList();
        var before = new Dictionary<string, EndpointCounters>();
        foreach (var member in lasting)
        {
            // Half of them begin the round at zero, the others go on counting.
            if (fleet.RandomOf($"reset {member.Id} {round}").Next(2) == 0)
            {
                await fleet.DoAsync(member, ChangeKind.ResetStats, "stats/reset");
            }

            before[member.Id] = await service.Admin.StatsAsync(member.Id);
        }

        using var stop = new CancellationTokenSource(options.Round);
        var operators = new Operator(fleet, service, fleet.RandomOf($"operator {round}")).WorkAsync(stop.Token);
        var callers = Enumerable.Range(0, options.Callers)
            .Select(i => Task.Run(() => new Caller(crowd, fleet, fleet.RandomOf($"caller {round} {i}")).WorkAsync(stop.Token)))
            .ToList();
        var records = (await Task.WhenAll(callers)).SelectMany(r => r).ToList();
        await operators;
        var counted = new Dictionary<string, EndpointCounters>();
        foreach (var member in lasting)
        {
            var (now, then) = (await service.Admin.StatsAtRestAsync(member.Id), before[member.Id]);
            counted[member.Id] = new EndpointCounters(
                now.Total - then.Total, now.Successful - then.Successful, now.Failed - then.Failed, now.Cancelled - then.Cancelled,
                now.Rejected - then.Rejected, now.Retried - then.Retried, now.Current, now.Queued);
        }

        await fake.WaitForInFlightAsync(0);
        return new RoundLog { Callers = records, Provider = fake.AllCalls, Service = counted, Changes = fleet.Changes, EndpointOf = fleet.EndpointOf };
    }
}
