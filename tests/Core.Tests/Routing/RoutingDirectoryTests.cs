using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class RoutingDirectoryTests
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private readonly RoutingDirectory _directory = new();

    [Fact]
    public void An_older_announcement_of_the_same_incarnation_is_ignored()
    {
        Assert.True(_directory.Announce(Announcement("a", Plain(limit: 2), version: 2), Now));
        Assert.False(_directory.Announce(Announcement("a", Plain(limit: 1), version: 1), Now));
        Assert.False(_directory.Announce(Announcement("a", Plain(limit: 1), version: 2), Now));

        Assert.Equal(2, Of(A).Settings.MaxConcurrentRequests);
    }

    [Fact]
    public void A_new_incarnation_counts_its_announcements_anew()
    {
        _directory.Announce(Announcement("a", Plain(limit: 2), incarnation: 1, version: 9), Now);

        Assert.True(_directory.Announce(Announcement("a", Plain(limit: 1), incarnation: 2, version: 1), Now));
        Assert.Equal(1, Of(A).Settings.MaxConcurrentRequests);
    }

    [Fact]
    public void It_stands_in_exactly_the_pool_of_its_last_settings() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool).Array[1, 30].Sample(changes =>
        {
            var directory = new RoutingDirectory();
            var (version, last) = (0L, (EndpointSettings?)null);
            foreach (var (id, pool, tier, isGone) in changes)
            {
                if (isGone)
                {
                    directory.Remove(EndpointId.Parse($"e{id}"));
                    last = null;
                    continue;
                }

                last = Plain((PriorityClass)tier) with { Pool = pool == 0 ? null : $"p{pool}" };
                directory.Announce(Announcement($"e{id}", last, version: ++version), Now);
                var places = Enumerable.Range(0, 3).SelectMany(p =>
                    directory.Find(ProviderKind.OpenAi, p == 0 ? null : $"p{p}")?.Entries.Where(e => e.Id.Value == $"e{id}") ?? []).ToList();
                var candidates = directory.Find(ProviderKind.OpenAi, last.Pool)!.Candidates(last.Tier, null);
                if (places.Count != 1 || candidates.ToArray().Count(e => e.Id.Value == $"e{id}") != 1)
                {
                    return false;
                }
            }

            return true;
        });

    [Fact]
    public void An_empty_pool_is_no_pool()
    {
        _directory.Announce(Announcement("a", Plain()), Now);
        _directory.Remove(A);

        Assert.Null(_directory.Find(ProviderKind.OpenAi, null));
        Assert.Equal(0, _directory.Count);
    }

    [Fact]
    public void Changed_models_are_seen_at_the_next_choice()
    {
        _directory.Announce(Announcement("a", Plain() with { Models = ["x"] }, version: 1), Now);
        Assert.True(_directory.Find(ProviderKind.OpenAi, null)!.Candidates(PriorityClass.Medium, "y").IsEmpty);

        _directory.Announce(Announcement("a", Plain() with { Models = ["y"] }, version: 2), Now);
        Assert.Equal(1, _directory.Find(ProviderKind.OpenAi, null)!.Candidates(PriorityClass.Medium, "y").Length);
    }

    [Fact]
    public void Own_calls_are_not_counted_twice()
    {
        _directory.Announce(Announcement("a", Plain()), Now);
        var entry = Of(A);
        entry.OwnRunning = 1;

        _directory.Announce(Announcement("a", Plain(), version: 2, running: 3), Now);
        Assert.Equal(3, entry.Running);
        entry.Heard(new EndpointLoad(EndpointState.Available, 0, Running: 4, Yours: 2, 0), Now);
        Assert.Equal(3, entry.Running);
    }

    [Fact]
    public void Any_number_of_model_names_leaves_the_memory_of_a_pool_bounded()
    {
        var pool = PoolOf(Entry("a", Plain() with { Models = ["m*"] }));

        for (var i = 0; i < 5_000; i++)
        {
            Assert.Equal(1, pool.Candidates(PriorityClass.Medium, $"m{i}").Length);
        }

        Assert.Equal(1, pool.Candidates(PriorityClass.Medium, "m1").Length);
    }

    private RoutingEntry Of(EndpointId id)
    {
        Assert.True(_directory.TryGet(id, out var entry));
        return entry;
    }
}
