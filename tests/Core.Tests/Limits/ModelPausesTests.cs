using MultiplexCluster.Core.Limits;
using Xunit;
using static MultiplexCluster.Core.Tests.Health.HealthCases;

namespace MultiplexCluster.Core.Tests.Limits;

public sealed class ModelPausesTests
{
    [Fact]
    public void A_model_is_paused_until_its_moment_and_others_are_not()
    {
        var pauses = new ModelPauses();

        Assert.True(pauses.Begin("gpt-4o", Start + Seconds(10), "why", Start));

        Assert.Equal(Start + Seconds(10), pauses.UntilOf("GPT-4o", Start));
        Assert.Null(pauses.UntilOf("gpt-4o", Start + Seconds(10)));
        Assert.Null(pauses.UntilOf("gpt-4o-mini", Start));
        Assert.Null(pauses.UntilOf(null, Start));
    }

    [Fact]
    public void A_pause_is_never_shortened()
    {
        var pauses = new ModelPauses();
        pauses.Begin("a", Start + Seconds(10), "why", Start);

        Assert.False(pauses.Begin("a", Start + Seconds(5), "why", Start));
        Assert.False(pauses.Begin("b", Start, "why", Start));

        Assert.Equal(Start + Seconds(10), pauses.UntilOf("a", Start));
    }

    [Fact]
    public void However_many_models_are_paused_not_all_are_kept_and_those_that_last_longest()
    {
        var pauses = new ModelPauses();
        for (var i = 0; i < 1_000; i++)
        {
            pauses.Begin($"m{i}", Start + Seconds(i + 1), "why", Start);
        }

        Assert.Equal(ModelPauses.MostModels, pauses.Count);
        Assert.Null(pauses.UntilOf("m700", Start));
        Assert.NotNull(pauses.UntilOf("m999", Start));
    }

    [Fact]
    public void Backoffs_in_a_row_are_counted_and_forgotten_after_a_minute_without()
    {
        var pauses = new ModelPauses();
        pauses.Begin("a", Start + Seconds(1), "why", Start);
        pauses.Begin("a", Start + Seconds(5), "why", Start + Seconds(3));

        Assert.Equal(2, pauses.BackoffsOf("a", Start + Seconds(6)));
        Assert.Equal(0, pauses.BackoffsOf("a", Start + Seconds(65)));
        Assert.Equal(0, pauses.BackoffsOf("b", Start));
    }

    [Fact]
    public void When_a_pause_began_is_known()
    {
        var pauses = new ModelPauses();
        pauses.Begin("a", Start + Seconds(5), "why", Start);
        pauses.Begin("a", Start + Seconds(9), "why", Start + Seconds(1));
        pauses.Begin("a", Start + Seconds(8), "why", Start + Seconds(2));

        Assert.Equal(Start + Seconds(1), pauses.BegunAt("a"));
        Assert.Null(pauses.BegunAt("b"));
    }

    [Fact]
    public void An_operator_is_told_of_the_one_that_ends_first_and_how_many_more_there_are()
    {
        var pauses = new ModelPauses();
        Assert.Null(pauses.ReasonNow(Start));
        pauses.Begin("a", Start + Seconds(5), "why", Start);
        Assert.Equal("no calls of model 'a': why", pauses.ReasonNow(Start));
        pauses.Begin("b", Start + Seconds(2), "because", Start);
        Assert.Equal("no calls of model 'b' and 1 more: because", pauses.ReasonNow(Start));
        Assert.Null(pauses.ReasonNow(Start + Seconds(5)));
    }

    [Fact]
    public void Those_that_run_survive_a_restart()
    {
        var pauses = new ModelPauses();
        pauses.Begin("a", Start + Seconds(10), "why", Start);
        pauses.Begin("b", Start + Seconds(1), "why", Start);
        var wall = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var stored = StoredLimitsRules.Store(null, pauses, 0, Start + Seconds(2), wall);
        var restored = StoredLimitsRules.RestoreModels(stored, Seconds(100), wall + Seconds(3))!;

        Assert.Equal([("a", Seconds(105), "why")], restored.Running(Seconds(100)));
    }
}
