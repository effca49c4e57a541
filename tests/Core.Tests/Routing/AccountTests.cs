using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Routing;
using Xunit;
using static MultiplexCluster.Core.Tests.Routing.RoutingCases;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class AccountTests
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private readonly RoutingDirectory _directory = new();
    private long _version;

    [Fact]
    public void An_endpoint_without_a_group_has_an_account_of_its_own()
    {
        Announce("a", Plain());
        Announce("b", Plain());

        Assert.Equal(["a"], Account(A));
        Assert.Empty(Account(EndpointId.Parse("nobody")));
        Assert.Empty(_directory.AccountOf(A, ProviderKind.Groq));
    }

    [Fact]
    public void Those_of_a_group_share_one_account_over_pools_and_tiers_but_not_over_providers()
    {
        Announce("a", Plain() with { QuotaGroup = "g" });
        Announce("b", Plain(PriorityClass.High) with { QuotaGroup = "g", Pool = "p" });
        Announce("c", Plain() with { QuotaGroup = "h" });
        Announce("d", Plain() with { QuotaGroup = "g", Provider = ProviderKind.Groq });

        Assert.Equal(["a", "b"], Account(A));
    }

    [Fact]
    public void An_endpoint_that_changes_its_group_changes_its_account()
    {
        Announce("a", Plain() with { QuotaGroup = "g" });
        Announce("b", Plain() with { QuotaGroup = "g" });
        Announce("b", Plain());
        Assert.Equal(["a"], Account(A));

        Announce("a", Plain());
        Announce("b", Plain() with { QuotaGroup = "g" });
        Assert.Equal(["a"], Account(A));
    }

    [Fact]
    public void What_a_deleted_endpoint_made_is_its_groups()
    {
        Announce("a", Plain() with { QuotaGroup = "g" });
        Announce("b", Plain() with { QuotaGroup = "g" });
        _directory.Remove(A);
        Assert.Equal(["b"], Account(A));

        _directory.Remove(EndpointId.Parse("b"));
        Assert.Empty(Account(A));
    }

    [Fact]
    public void One_that_is_being_deleted_has_no_account_any_more()
    {
        Announce("a", Plain(), EndpointState.Draining);

        Assert.Empty(Account(A));
    }

    [Fact]
    public void Groups_of_endpoints_long_gone_are_forgotten()
    {
        Announce("stays", Plain() with { QuotaGroup = "g" });
        for (var i = 0; i < 1_001; i++)
        {
            Announce($"e{i}", Plain() with { QuotaGroup = "g" });
            _directory.Remove(EndpointId.Parse($"e{i}"));
        }

        Assert.Empty(Account(EndpointId.Parse("e0")));
        Assert.Equal(["stays"], Account(EndpointId.Parse("e1000")));
    }

    [Fact]
    public void Lists_go_to_the_first_endpoint_by_name_busy_or_not()
    {
        var (b, c) = (Entry("b", running: 2, waiting: 9), Entry("c"));
        var trail = new CallTrail();

        Assert.Equal(b, Stable(trail, c, b, Entry("a", state: EndpointState.Disabled)));
        trail.Bar(b.Id);
        Assert.Equal(c, Stable(trail, c, b));
        Assert.Null(Stable(trail, b));
    }

    [Fact]
    public void One_account_is_searched_once_and_counted()
    {
        var trail = new CallTrail();
        trail.Searched(Entry("a", Plain() with { QuotaGroup = "g" }));
        trail.Searched(Entry("x"));

        Assert.Equal(TrailVerdict.Excluded, trail.VerdictOn(Entry("b", Plain() with { QuotaGroup = "g" })));
        Assert.Equal(TrailVerdict.Excluded, trail.VerdictOn(Entry("x")));
        Assert.Equal(TrailVerdict.Untried, trail.VerdictOn(Entry("c")));
        Assert.Equal(2, trail.AccountsSearched);
    }

    private static RoutingEntry? Stable(CallTrail trail, params RoutingEntry[] entries) =>
        StableChoice.Choose(PoolOf(entries), PriorityClass.Medium, null, trail, Now)?.Entry;

    private void Announce(string id, EndpointSettings settings, EndpointState state = EndpointState.Available) => _directory.Announce(
        new EndpointAnnouncement(EndpointId.Parse(id), 1, ++_version, settings, new EndpointLoad(state, 0, 0, 0, 0)), Now);

    private List<string> Account(EndpointId maker) => [.. _directory.AccountOf(maker, ProviderKind.OpenAi).Select(e => e.Id.Value)];
}
