using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Core.Counting;

namespace MultiplexCluster.Actors.Tests.Endpoints;

public sealed class KnownRoutersTests
{
    private static readonly RouterId A = new(1);
    private static readonly RouterId B = new(2);
    private readonly KnownRouters _routers = new();

    [Fact]
    public void Each_router_has_one_record_whoever_spoke_between()
    {
        var (a, b) = (_routers.Of(A), _routers.Of(B));

        Assert.NotSame(a, b);
        Assert.Same(a, _routers.Of(A));
        Assert.Same(b, _routers.Find(B));
        Assert.Null(_routers.Find(new RouterId(3)));
        Assert.Same(a, _routers.Find(A));
    }

    [Fact]
    public void Only_those_that_reported_have_a_mark_and_it_never_goes_back()
    {
        _routers.Of(A).Mark = new ReportMark(5);
        _routers.Of(new RouterId(3));

        _routers.Restore(new Dictionary<RouterId, long> { [A] = 4, [B] = 7 });

        Assert.Equal(new Dictionary<RouterId, long> { [A] = 5, [B] = 7 }, _routers.Marks);
    }

    [Fact]
    public void A_router_that_cannot_report_again_is_forgotten_and_the_others_are_kept()
    {
        _routers.Restore(new Dictionary<RouterId, long> { [A] = 1, [B] = 1 });

        _routers.KeepOnly(new HashSet<RouterId> { B });

        Assert.Equal([B], _routers.Marks.Keys);
        Assert.Null(_routers.Find(A));
    }
}
