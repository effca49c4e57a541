using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class ModelRefusalsTests
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private static readonly EndpointId B = EndpointId.Parse("b");
    private readonly ModelRefusals _models = new();

    // Defects: a pause that an operator ended was kept for its whole time, and letters had a case.
    [Fact]
    public void A_model_is_left_alone_in_any_case_for_as_long_as_it_is_paused_but_a_second_at_most()
    {
        Assert.True(Note(A, "gpt", 500));
        Assert.True(Note(A, "o3", 3_600_000));

        Assert.True(_models.Has(A, "GPT", After(499)));
        Assert.False(_models.Has(A, "gpt", After(500)));
        Assert.True(_models.Has(A, "o3", After(999)));
        Assert.False(_models.Has(A, "o3", After(1_000)));
        Assert.False(_models.Has(B, "o3", Now));
        Assert.False(_models.Has(A, null, Now));
    }

    [Fact]
    public void A_pause_of_no_length_is_not_asked_about_over_and_over_but_counts_as_over()
    {
        Note(A, "gpt", 0);

        Assert.True(_models.Has(A, "gpt", After(100)));
        Assert.Empty(_models.Of("gpt", Now));
    }

    [Fact]
    public void What_was_said_is_told_with_what_is_left_of_it_the_first_to_end_first()
    {
        Note(A, "gpt", 5_000);
        Note(B, "gpt", 700);
        Note(B, "o3", 100);

        Assert.Equal([(B, 500L), (A, 4_800L)], _models.Of("Gpt", After(200)).Select(r => (r.EndpointId, r.RetryAfterMs!.Value)));
        Assert.Equal([A], _models.Of("gpt", After(800)).Select(r => r.EndpointId));
        Assert.Empty(_models.Of("gpt", After(1_000)));
        Assert.Empty(_models.Of(null, Now));
    }

    [Fact]
    public void What_an_operator_ended_is_forgotten_for_that_endpoint_alone()
    {
        Note(A, "gpt", 5_000);
        Note(B, "gpt", 5_000);

        _models.Forget(A);

        Assert.Equal([B], _models.Of("gpt", Now).Select(r => r.EndpointId));
    }

    [Fact]
    public void However_many_are_told_so_many_are_kept_and_what_is_over_makes_room() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 40], Gen.Int[0, 2_000]).Array[0, 3_000].Sample(
            told =>
            {
                var models = new ModelRefusals();
                var kept = new Dictionary<(EndpointId, string), TimeSpan>();
                for (var i = 0; i < told.Length; i++)
                {
                    var now = After(i);
                    var (model, id, ms) = ($"m{told[i].Item1}", EndpointId.Parse($"e{told[i].Item2}"), told[i].Item3);
                    if (i % 500 == 499)
                    {
                        models.Forget(now);
                        kept = kept.Where(k => k.Value > now).ToDictionary();
                    }

                    if (models.Note(model, Refusal(id, ms), now) != (kept.ContainsKey((id, model)) || kept.Count < ModelRefusals.Most))
                    {
                        return false;
                    }

                    if (kept.ContainsKey((id, model)) || kept.Count < ModelRefusals.Most)
                    {
                        kept[(id, model)] = now + TimeSpan.FromMilliseconds(Math.Clamp(ms, 200, 1_000));
                    }
                }

                var end = After(told.Length);
                return kept.All(k => models.Has(k.Key.Item1, k.Key.Item2, end) == end < k.Value);
            },
            iter: 30);

    private static TimeSpan After(int ms) => Now + TimeSpan.FromMilliseconds(ms);

    private static Rejected Refusal(EndpointId id, long ms) =>
        new(id, new CallId(new RouterId(1), 1, 1), RejectionReason.CoolingDown, ms, "why", new EndpointLoad(EndpointState.Available, 0, 0, 0, 0)) { IsOfModel = true };

    private bool Note(EndpointId id, string model, long ms) => _models.Note(model, Refusal(id, ms), Now);
}
