using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Moving;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Moving;

public sealed class RefusedMovesTests
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private readonly RefusedMoves _refused = new();

    [Fact]
    public void A_request_stays_away_from_one_endpoint_for_a_moment()
    {
        Assert.True(_refused.NoteRequest(A, 7, Now));

        Assert.True(_refused.HasRequest(A, 7, Now));
        Assert.False(_refused.HasRequest(A, 8, Now));
        Assert.False(_refused.HasRequest(EndpointId.Parse("b"), 7, Now));
        Assert.False(_refused.HasRequest(A, 7, Now + RefusedMoves.RequestLasts));
    }

    [Fact]
    public void So_many_are_kept_and_what_is_over_is_forgotten()
    {
        for (var i = 0; i < RefusedMoves.Most; i++)
        {
            Assert.True(_refused.NoteRequest(A, i, Now));
        }

        Assert.False(_refused.NoteRequest(A, -1, Now));
        _refused.Forget(Now + RefusedMoves.RequestLasts);
        Assert.True(_refused.NoteRequest(A, -1, Now));
    }
}
