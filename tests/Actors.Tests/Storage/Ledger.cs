using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MultiplexCluster.Actors.Tests.Storage;

/// <summary>A running <see cref="LedgerActor"/> and the system around it.</summary>
internal sealed class Ledger(IHost host) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IActorRef _actor = host.Services.GetRequiredService<ActorSystem>().ActorOf(Props.Create<LedgerActor>());

    internal static async Task<Ledger> Start(StoreOnDisk store) => new(await store.Start());

    internal Task<LedgerActor.Answer> Remember(string id) => _actor.Ask<LedgerActor.Answer>(new LedgerActor.Remember(id), Patience);

    internal Task<LedgerActor.Answer> Save() => _actor.Ask<LedgerActor.Answer>(new LedgerActor.Save(), Patience);

    internal Task<LedgerActor.Contents> Read() => _actor.Ask<LedgerActor.Contents>(new LedgerActor.List(), Patience);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
