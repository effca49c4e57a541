using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>Changes endpoints while they serve.</summary>
internal sealed class Operator(Fleet fleet, ServiceProcess service, Random random)
{
    private readonly Member[] _shaky = [.. fleet.Members.Where(m => m.Role == Role.Shaky)];
    private readonly Member _fleeting = fleet.Members.First(m => m.Role == Role.Fleeting);

    /// <summary>Works until told to stop; leaves every endpoint there and enabled.</summary>
    public async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await ChangeSomethingAsync(_shaky[random.Next(_shaky.Length)]);
            await Task.Delay(random.Next(20, 150), CancellationToken.None);
        }

        foreach (var member in _shaky)
        {
            await fleet.DoAsync(member, ChangeKind.Enable, "enable");
        }
    }

    private Task ChangeSomethingAsync(Member member) => random.Next(12) switch
    {
        < 4 => fleet.PatchLimitAsync(member, random.Next(1, 8)),
        < 6 => fleet.RotateAsync(member),
        6 => OffAndOnAsync(member),
        < 9 => fleet.DoAsync(member, ChangeKind.Enable, "enable"),
        9 => fleet.DoAsync(member, ChangeKind.ResetBackoff, "reset-backoff"),
        _ => ReplaceAsync(),
    };

    private async Task OffAndOnAsync(Member member)
    {
        await fleet.DoAsync(member, ChangeKind.Disable, "disable");
        await Task.Delay(random.Next(10, 200));
        await fleet.DoAsync(member, ChangeKind.Enable, "enable");
    }

    private async Task ReplaceAsync()
    {
        await fleet.DeleteAsync(_fleeting);
        for (var i = 0; i < 200 && (await service.Admin.GetAsync(_fleeting.Id)).Status != System.Net.HttpStatusCode.NotFound; i++)
        {
            await Task.Delay(20);
        }

        await fleet.CreateAsync(_fleeting, random.Next(1, 5));
    }
}
