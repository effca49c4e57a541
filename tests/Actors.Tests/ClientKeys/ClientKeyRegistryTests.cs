using Akka.TestKit;
using MultiplexCluster.Actors.ClientKeys;
using MultiplexCluster.Actors.Tests.Time;

namespace MultiplexCluster.Actors.Tests.ClientKeys;

public sealed class ClientKeyRegistryTests : TimedSpec
{
    private readonly TestProbe _asker;
    private readonly TestProbe _watcher;
    private IActorRef _registry;

    public ClientKeyRegistryTests()
    {
        (_asker, _watcher) = (CreateTestProbe("asker"), CreateTestProbe("watcher"));
        _registry = Sys.ActorOf(ClientKeyRegistry.Props());
    }

    [Fact]
    public void Watchers_have_the_new_list_before_the_change_is_answered()
    {
        _registry.Tell(new WatchClientKeys(), _asker);
        Assert.Empty(_asker.ExpectMsg<ClientKeysSnapshot>().Keys);

        _registry.Tell(new StoreClientKey(Key("ck_1")), _asker);
        Assert.Equal("ck_1", Assert.Single(_asker.ExpectMsg<ClientKeysSnapshot>().Keys).Id);
        Assert.Equal("ck_1", _asker.ExpectMsg<ClientKeyStored>().Key.Id);

        _registry.Tell(new RevokeClientKey("ck_1"), _asker);
        Assert.Empty(_asker.ExpectMsg<ClientKeysSnapshot>().Keys);
        _asker.ExpectMsg<ClientKeyRevoked>();
    }

    [Fact]
    public void An_unknown_key_is_not_found() => Asked<ClientKeyNotFound>(new RevokeClientKey("ck_9"));

    [Fact]
    public void Keys_and_revocations_survive_a_restart_in_the_order_they_were_made()
    {
        foreach (var i in Enumerable.Range(1, 250))
        {
            Asked<ClientKeyStored>(new StoreClientKey(Key($"ck_{i}", i) with { Name = new string('n', 50) }));
        }

        Asked<ClientKeyRevoked>(new RevokeClientKey("ck_2"));
        Restart();

        var pages = new List<ClientKeysSnapshot> { Asked<ClientKeysSnapshot>(new WatchClientKeys()) };
        while (pages[^1].HasMore)
        {
            pages.Add(_asker.ExpectMsg<ClientKeysSnapshot>());
        }

        Assert.Equal([0, 1, 2], pages.Select(p => p.Page)); // 249 keys, 105 on a page.
        Assert.Single(pages.Select(p => p.Version).Distinct());
        var keys = pages.SelectMany(p => p.Keys).ToList();
        Assert.Equal(Enumerable.Range(1, 250).Where(i => i != 2).Select(i => $"ck_{i}"), keys.Select(k => k.Id));
        Assert.Equal(new byte[] { 1, 2, 3 }, keys[0].Hash.ToArray());
    }

    [Fact]
    public void A_store_that_cannot_be_written_refuses_and_the_list_stays()
    {
        Store.RejectsWrites = true;
        Asked<ClientKeysUnavailable>(new StoreClientKey(Key("ck_1")));

        Assert.Empty(Asked<ClientKeysSnapshot>(new WatchClientKeys()).Keys);
    }

    [Fact]
    public void A_replica_follows_the_registry_and_asks_again_in_case_it_moved()
    {
        var list = new ClientKeyList();
        var replica = Sys.ActorOf(ClientKeyReplica.Props(_watcher, list));
        _watcher.ExpectMsg<WatchClientKeys>();
        AwaitAssert(() =>
        {
            Clock.Step(Clock.MonotonicClock + TimeSpan.FromSeconds(1));
            Assert.True(_watcher.HasMessages);
        });
        _watcher.ExpectMsg<WatchClientKeys>();

        replica.Tell(new ClientKeysSnapshot([Key("ck_1")]));

        AwaitAssert(() => Assert.Equal("ck_1", Assert.Single(list.Keys).Id));
    }

    [Fact]
    public void Who_knows_the_last_version_is_sent_nothing_and_who_knows_an_older_one_is_sent_all()
    {
        var known = Asked<ClientKeysSnapshot>(new WatchClientKeys()).Version;
        _registry.Tell(new WatchClientKeys(known), _asker);
        Asked<ClientKeyNotFound>(new RevokeClientKey("ck_9"));

        Asked<ClientKeysSnapshot>(new StoreClientKey(Key("ck_1")));
        _asker.ExpectMsg<ClientKeyStored>();
        Restart();

        Assert.Equal("ck_1", Assert.Single(Asked<ClientKeysSnapshot>(new WatchClientKeys(known)).Keys).Id);
    }

    [Fact]
    public void A_replica_takes_a_list_whole_or_not_at_all()
    {
        var list = new ClientKeyList();
        var replica = Sys.ActorOf(ClientKeyReplica.Props(_watcher, list));
        replica.Tell(new ClientKeysSnapshot([Key("ck_1")], Version: 7, Page: 0, HasMore: true));
        replica.Tell(new ClientKeysSnapshot([Key("ck_3")], Version: 7, Page: 2, HasMore: false));
        replica.Tell(new ClientKeysSnapshot([Key("ck_4")], Version: 8, Page: 1, HasMore: false));
        replica.Tell(new ClientKeysSnapshot([Key("ck_2")], Version: 7, Page: 1, HasMore: false));

        AwaitAssert(() => Assert.Equal(["ck_1", "ck_2"], list.Keys.Select(k => k.Id)));
    }

    protected override void Settle() => Asked<ClientKeyNotFound>(new RevokeClientKey("nobody's"));

    private T Asked<T>(IClientKeyMessage message)
    {
        _registry.Tell(message, _asker);
        return _asker.ExpectMsg<T>();
    }

    private void Restart()
    {
        _asker.Watch(_registry);
        Sys.Stop(_registry);
        EndOf(_asker, _registry);
        _registry = Sys.ActorOf(ClientKeyRegistry.Props());
    }

    private static ClientKey Key(string id, int minute = 0) =>
        new(id, "name", new byte[] { 1, 2, 3 }, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute));
}
