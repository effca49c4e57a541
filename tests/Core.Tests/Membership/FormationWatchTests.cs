using MultiplexCluster.Core.Membership;
using Xunit;

namespace MultiplexCluster.Core.Tests.Membership;

public sealed class FormationWatchTests
{
    private readonly FormationWatch _watch = new(TimeSpan.FromSeconds(15));

    [Fact]
    public void Where_nobody_is_recorded_nobody_lives() => Assert.True(_watch.NobodyLives(anyLiving: false, anyRecorded: false, At(0)));

    [Fact]
    public void Old_records_are_watched_before_they_stand_for_nobody()
    {
        Assert.False(_watch.NobodyLives(false, true, At(100)));
        Assert.False(_watch.NobodyLives(false, true, At(114.9)));
        Assert.True(_watch.NobodyLives(false, true, At(115)));
    }

    [Fact]
    public void A_record_that_is_renewed_begins_the_watch_anew()
    {
        _watch.NobodyLives(false, true, At(0));
        Assert.False(_watch.NobodyLives(true, true, At(14)));

        Assert.False(_watch.NobodyLives(false, true, At(20)));
        Assert.False(_watch.NobodyLives(false, true, At(34)));
        Assert.True(_watch.NobodyLives(false, true, At(35)));
    }

    [Fact]
    public void A_store_that_is_away_meanwhile_begins_the_watch_anew()
    {
        _watch.NobodyLives(false, true, At(0));
        _watch.Interrupted();

        Assert.False(_watch.NobodyLives(false, true, At(20)));
        Assert.True(_watch.NobodyLives(false, true, At(35)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
