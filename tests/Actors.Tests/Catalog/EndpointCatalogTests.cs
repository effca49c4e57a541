using Akka.TestKit;
using MultiplexCluster.Actors.Catalog;
using MultiplexCluster.Actors.Tests.Time;

namespace MultiplexCluster.Actors.Tests.Catalog;

public sealed class EndpointCatalogTests : TimedSpec
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private readonly TestProbe _region;
    private readonly TestProbe _asker;
    private IActorRef _catalog;

    public EndpointCatalogTests()
    {
        (_region, _asker) = (CreateTestProbe("region"), CreateTestProbe("asker"));
        _catalog = Started();
    }

    [Fact]
    public void An_id_is_reserved_once_and_free_again_after_its_release()
    {
        Assert.Equal(A, Asked<IdReserved>(new ReserveId(A, false)).EndpointId);
        Assert.Equal(new IdTaken(A, DeletedByOperator: false), Asked<IdTaken>(new ReserveId(A, false)));

        Asked<IdReleased>(new ReleaseId(A, WasDeleted: true));
        Asked<IdReleased>(new ReleaseId(A, WasDeleted: true));

        Asked<IdReserved>(new ReserveId(A, false));
    }

    [Fact]
    public void A_deleted_endpoint_of_the_environment_is_not_made_again_even_after_a_restart()
    {
        Asked<IdReserved>(new ReserveId(A, FromEnvironment: true));
        Asked<IdReleased>(new ReleaseId(A, WasDeleted: true));
        Restart();

        Assert.Equal(new IdTaken(A, DeletedByOperator: true), Asked<IdTaken>(new ReserveId(A, FromEnvironment: true)));
        Asked<IdReserved>(new ReserveId(A, FromEnvironment: false));
    }

    [Fact]
    public void Its_list_survives_a_restart_and_every_endpoint_of_it_is_woken()
    {
        var ids = Enumerable.Range(0, 600).Select(i => EndpointId.Parse($"e{i}")).ToHashSet();
        foreach (var id in ids)
        {
            Asked<IdReserved>(new ReserveId(id, false));
        }

        Restart();
        Assert.Equal(ids, Asked<EndpointIds>(new ListIds()).Ids.ToHashSet());
        PassMs(1_000);

        Assert.Equal(ids, Received(_region).Cast<WakeEndpoint>().Select(w => w.EndpointId).ToHashSet());
    }

    [Fact]
    public void A_long_list_comes_in_pages_without_gap_or_double()
    {
        var ids = Enumerable.Range(0, 3_100).Select(i => EndpointId.Parse($"e{i}")).ToHashSet();
        foreach (var id in ids)
        {
            Asked<IdReserved>(new ReserveId(id, false));
        }

        List<EndpointId> listed = [];
        EndpointIds page;
        do
        {
            page = Asked<EndpointIds>(new ListIds(listed.Count == 0 ? null : listed[^1]));
            Assert.Equal(3_100, page.Total);
            listed.AddRange(page.Ids);
        }
        while (page.HasMore);

        Assert.Equal(3_100, listed.Count);
        Assert.Equal(ids, listed.ToHashSet());
    }

    [Fact]
    public void A_young_reservation_is_left_alone_and_an_old_one_is_woken()
    {
        Asked<IdReserved>(new ReserveId(A, false));

        PassMs(59_000);
        Assert.False(_region.HasMessages);
        PassMs(32_000);

        Assert.Equal(A, _region.ExpectMsg<WakeEndpoint>().EndpointId);
    }

    [Fact]
    public void A_store_that_cannot_be_written_refuses_and_nothing_is_reserved()
    {
        Store.RejectsWrites = true;
        Asked<CatalogUnavailable>(new ReserveId(A, false));
        Store.RejectsWrites = false;

        Assert.Empty(Asked<EndpointIds>(new ListIds()).Ids);
        Asked<IdReserved>(new ReserveId(A, false));
    }

    protected override void Settle() => Asked<EndpointIds>(new ListIds());

    private T Asked<T>(ICatalogMessage message)
    {
        _catalog.Tell(message, _asker);
        return _asker.ExpectMsg<T>();
    }

    private IActorRef Started() => Sys.ActorOf(EndpointCatalog.Props(_region));

    private void Restart()
    {
        _asker.Watch(_catalog);
        Sys.Stop(_catalog);
        EndOf(_asker, _catalog);
        _catalog = Started();
    }
}
