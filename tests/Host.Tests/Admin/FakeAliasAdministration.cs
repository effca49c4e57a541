using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Aliases;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>Aliases in memory.</summary>
internal sealed class FakeAliasAdministration : IAliasAdministration
{
    public bool StoreIsDown { get; set; }

    public IReadOnlyList<Alias> Current { get; private set; } = [];

    public Task<IWireMessage> StoreAsync(Alias alias, CancellationToken ct)
    {
        var all = Current.ToDictionary(a => a.Name, StringComparer.Ordinal);
        if (StoreIsDown || AliasRules.Check(alias, all) is not null)
        {
            return Task.FromResult<IWireMessage>(StoreIsDown ? new AliasesUnavailable("down") : AliasRules.Check(alias, all)!);
        }

        var isNew = !all.ContainsKey(alias.Name);
        all[alias.Name] = alias;
        Current = [.. all.Values];
        return Task.FromResult<IWireMessage>(new AliasStored(alias, isNew, 1));
    }

    public Task<IWireMessage> DeleteAsync(string name, CancellationToken ct)
    {
        IWireMessage answer = StoreIsDown ? new AliasesUnavailable("down")
            : Current.All(a => a.Name != name) ? new AliasNotFound(name)
            : AliasRules.UserOf(name, Current) is { } user ? new AliasInUse(name, user)
            : new AliasDeleted(name, 1);
        Current = answer is AliasDeleted ? [.. Current.Where(a => a.Name != name)] : Current;
        return Task.FromResult(answer);
    }
}
