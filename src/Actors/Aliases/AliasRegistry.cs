using Akka.Actor;
using MultiplexCluster.Actors.Registries;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Aliases;

namespace MultiplexCluster.Actors.Aliases;

/// <summary>The cluster's aliases.</summary>
internal sealed class AliasRegistry : ReplicatedRegistry<Alias>
{
    private const int BytesBeside = 160;

    public override string PersistenceId => "aliases";

    public static Props Props() => Akka.Actor.Props.Create(() => new AliasRegistry());

    protected override void OnQuestion(object message)
    {
        switch (message)
        {
            case StoreAlias store: OnStore(store.Alias); break;
            case DeleteAlias delete: OnDelete(delete.Name); break;
            case WatchAliases watch: OnWatch(watch.Known); break;
            default: Unhandled(message); break;
        }
    }

    protected override void Apply(IJournalType happened)
    {
        switch (happened)
        {
            case AliasWasSet set: Items[set.Alias.Name] = set.Alias; break;
            case AliasWasDeleted deleted: Items.Remove(deleted.Name); break;
            default: throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "unknown event");
        }
    }

    protected override IJournalType Snapshot() => new AliasRegistrySnapshot([.. Items.Values]);

    protected override void Restore(object snapshot)
    {
        var stored = snapshot as AliasRegistrySnapshot
            ?? throw new InvalidOperationException($"unknown snapshot of the aliases: {snapshot.GetType().Name}");
        foreach (var alias in stored.Aliases)
        {
            Items[alias.Name] = alias;
        }
    }

    protected override IEnumerable<IWireMessage> Pages(long version) => PagesOf(
        Items.Values.OrderBy(a => a.Name, StringComparer.Ordinal),

        // Visible ASCII, of which JSON escapes some with six characters.
        alias => BytesBeside + alias.Name.Length + alias.Targets.Sum(t => 3 + (6 * t.Length)),
        (aliases, page, hasMore) => new AliasesSnapshot(aliases, version, page, hasMore));

    protected override IWireMessage Unavailable(string detail) => new AliasesUnavailable(detail);

    private void OnStore(Alias alias)
    {
        if (AliasRules.Check(alias, Items) is { } refused)
        {
            Sender.Tell(refused);
            return;
        }

        var isNew = !Items.ContainsKey(alias.Name);
        Commit(new AliasWasSet(alias), version => new AliasStored(alias, isNew, version));
    }

    private void OnDelete(string name)
    {
        if (!Items.ContainsKey(name))
        {
            Sender.Tell(new AliasNotFound(name));
        }
        else if (AliasRules.UserOf(name, Items.Values) is { } user)
        {
            Sender.Tell(new AliasInUse(name, user));
        }
        else
        {
            Commit(new AliasWasDeleted(name), version => new AliasDeleted(name, version));
        }
    }
}
