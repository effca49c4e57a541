using Akka.TestKit;
using MultiplexCluster.Actors.Aliases;
using MultiplexCluster.Actors.Tests.Time;

namespace MultiplexCluster.Actors.Tests.Aliases;

public sealed class AliasRegistryTests : TimedSpec
{
    private readonly TestProbe _asker;
    private readonly TestProbe _watcher;
    private IActorRef _registry;

    public AliasRegistryTests()
    {
        (_asker, _watcher) = (CreateTestProbe("asker"), CreateTestProbe("watcher"));
        _registry = Sys.ActorOf(AliasRegistry.Props());
    }

    [Fact]
    public void Watchers_have_the_new_list_before_the_change_is_answered()
    {
        _registry.Tell(new WatchAliases(), _asker);
        Assert.Empty(_asker.ExpectMsg<AliasesSnapshot>().Aliases);

        _registry.Tell(new StoreAlias(New("fast", "groq/a")), _asker);
        var list = _asker.ExpectMsg<AliasesSnapshot>();
        Assert.Equal("fast", Assert.Single(list.Aliases).Name);
        var stored = _asker.ExpectMsg<AliasStored>();
        Assert.Equal((true, list.Version), (stored.IsNew, stored.Version));

        _registry.Tell(new StoreAlias(New("fast", "groq/b")), _asker);
        Assert.Equal(["groq/b"], _asker.ExpectMsg<AliasesSnapshot>().Aliases[0].Targets);
        Assert.False(_asker.ExpectMsg<AliasStored>().IsNew);

        _registry.Tell(new DeleteAlias("fast"), _asker);
        var gone = _asker.ExpectMsg<AliasesSnapshot>();
        Assert.Empty(gone.Aliases);
        Assert.Equal(gone.Version, _asker.ExpectMsg<AliasDeleted>().Version);
    }

    [Fact]
    public void What_breaks_a_rule_is_refused_and_what_is_named_stays()
    {
        Asked<AliasStored>(new StoreAlias(New("a", "groq/x")));
        Asked<AliasStored>(new StoreAlias(New("b", "a")));

        Assert.Equal(AliasFault.Loops, Asked<AliasRefused>(new StoreAlias(New("a", "b"))).Fault);
        Assert.Equal(AliasFault.NamesNothing, Asked<AliasRefused>(new StoreAlias(New("c", "d"))).Fault);
        Assert.Equal("b", Asked<AliasInUse>(new DeleteAlias("a")).By);
        Asked<AliasNotFound>(new DeleteAlias("c"));
        Asked<AliasDeleted>(new DeleteAlias("b"));
        Asked<AliasDeleted>(new DeleteAlias("a"));
    }

    [Fact]
    public void Aliases_survive_a_restart_on_any_number_of_pages()
    {
        string[] targets = [.. Enumerable.Range(0, 16).Select(i => $"groq/{i}{new string('m', 200)}")];
        foreach (var i in Enumerable.Range(0, 250))
        {
            Asked<AliasStored>(new StoreAlias(New($"alias-{i:000}", targets)));
        }

        Asked<AliasDeleted>(new DeleteAlias("alias-007"));
        _asker.Watch(_registry);
        Sys.Stop(_registry);
        EndOf(_asker, _registry);
        _registry = Sys.ActorOf(AliasRegistry.Props());

        var pages = new List<AliasesSnapshot> { Asked<AliasesSnapshot>(new WatchAliases()) };
        while (pages[^1].HasMore)
        {
            pages.Add(_asker.ExpectMsg<AliasesSnapshot>());
        }

        Assert.True(pages.Count > 5);
        Assert.Equal(Enumerable.Range(0, 250).Where(i => i != 7).Select(i => $"alias-{i:000}"), pages.SelectMany(p => p.Aliases).Select(a => a.Name));
        Assert.Equal(targets, pages[0].Aliases[0].Targets);
    }

    [Fact]
    public void A_store_that_cannot_be_written_refuses_and_the_list_stays()
    {
        Store.RejectsWrites = true;
        Asked<AliasesUnavailable>(new StoreAlias(New("a", "groq/x")));

        Assert.Empty(Asked<AliasesSnapshot>(new WatchAliases()).Aliases);
    }

    [Fact]
    public void A_replica_takes_whole_lists_only_and_says_when_a_version_is_known()
    {
        var list = new AliasList();
        var replica = Sys.ActorOf(AliasReplica.Props(_watcher, list));
        _watcher.ExpectMsg<WatchAliases>();
        var known = list.KnowsAsync(5);

        replica.Tell(new AliasesSnapshot([New("a", "groq/x")], 5, 0, HasMore: true));
        replica.Tell(new AliasesSnapshot([New("c", "groq/x")], 5, 2, HasMore: false));
        replica.Tell(new AliasesSnapshot([New("z", "groq/x")], 4));
        AwaitAssert(() => Assert.Equal(["z"], list.Aliases.Select(a => a.Name)));
        Assert.False(known.IsCompleted);

        replica.Tell(new AliasesSnapshot([New("a", "groq/x")], 5, 0, HasMore: true));
        replica.Tell(new AliasesSnapshot([New("b", "groq/x")], 5, 1));
        AwaitAssert(() => Assert.True(known.IsCompleted));
        Assert.Equal(["a", "b"], list.Aliases.Select(a => a.Name));
    }

    protected override void Settle() => Asked<AliasNotFound>(new DeleteAlias("nobodys"));

    private T Asked<T>(IAliasMessage message)
    {
        _registry.Tell(message, _asker);
        return _asker.ExpectMsg<T>();
    }

    private static Alias New(string name, params string[] targets) => new(name, targets, TimeSpan.FromSeconds(2), DateTimeOffset.UnixEpoch);
}
