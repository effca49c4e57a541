using Akka.Hosting;
using MultiplexCluster.Actors.Aliases;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Administration;

/// <summary>The way from the admin API to the alias registry, and this node's copy of the aliases.</summary>
public sealed class AliasAdministration(IRequiredActor<AliasSingleton> registry, AliasList list) : IAliasAdministration
{
    // A list that stays out for so long was lost on the way: it is asked for again within five seconds.
    private static readonly TimeSpan UntilKnownHere = TimeSpan.FromSeconds(6);

    /// <inheritdoc/>
    public IReadOnlyList<Alias> Current => list.Aliases;

    /// <inheritdoc/>
    public async Task<IWireMessage> StoreAsync(Alias alias, CancellationToken ct)
    {
        var answer = await AskAsync(new StoreAlias(alias), ct);
        await HoldsHereAsync((answer as AliasStored)?.Version, ct);
        return answer;
    }

    /// <inheritdoc/>
    public async Task<IWireMessage> DeleteAsync(string name, CancellationToken ct)
    {
        var answer = await AskAsync(new DeleteAlias(name), ct);
        await HoldsHereAsync((answer as AliasDeleted)?.Version, ct);
        return answer;
    }

    // Whoever reads the answer finds the change in force on this node.
    private async Task HoldsHereAsync(long? version, CancellationToken ct)
    {
        if (version is { } known)
        {
            await list.KnowsAsync(known).WaitAsync(UntilKnownHere, ct);
        }
    }

    private Task<IWireMessage> AskAsync(IAliasMessage message, CancellationToken ct) => registry.AskAsync<AliasSingleton, IWireMessage>(message, ct);
}
