using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Moving;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Moving;

public sealed class RefusedMovesTests
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private readonly RefusedMoves _refused = new();

    // Defects: a pause that an operator ended was kept for its whole time, and letters had a case.
    [Fact]
    public void A_model_stays_away_in_any_case_for_as_long_as_it_is_paused_but_a_second_at_most()
    {
        Assert.True(_refused.NoteModel(A, "gpt", TimeSpan.FromMilliseconds(500), Now));
        Assert.True(_refused.NoteModel(A, "o3", TimeSpan.FromHours(1), Now));

        Assert.True(_refused.HasModel(A, "GPT", Now + TimeSpan.FromMilliseconds(499)));
        Assert.False(_refused.HasModel(A, "gpt", Now + TimeSpan.FromMilliseconds(500)));
        Assert.True(_refused.HasModel(A, "o3", Now + TimeSpan.FromMilliseconds(999)));
        Assert.False(_refused.HasModel(A, "o3", Now + TimeSpan.FromSeconds(1)));
        Assert.False(_refused.HasModel(EndpointId.Parse("b"), "o3", Now));
        Assert.False(_refused.HasModel(A, null, Now));
    }

    [Fact]
    public void A_pause_of_no_length_is_not_asked_about_over_and_over()
    {
        _refused.NoteModel(A, "gpt", TimeSpan.Zero, Now);

        Assert.True(_refused.HasModel(A, "gpt", Now + TimeSpan.FromMilliseconds(100)));
    }

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
