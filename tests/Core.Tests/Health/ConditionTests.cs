using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Health;
using Xunit;
using static MultiplexCluster.Core.Tests.Health.HealthCases;

namespace MultiplexCluster.Core.Tests.Health;

public sealed class ConditionTests
{
    public static TheoryData<string, EndpointState, double?> Conditions() => new()
    {
        { "healthy", EndpointState.Available, null },
        { "cooling", EndpointState.CoolingDown, 1 },
        { "cooled", EndpointState.HalfOpen, null },
        { "open", EndpointState.CircuitOpen, 30 },
        { "refused", EndpointState.Quarantined, null },
        { "spent", EndpointState.Quarantined, 3600 },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Each_condition_has_its_name_and_its_end(string name, EndpointState state, double? seconds)
    {
        var health = Health(name);
        var now = name == "cooled" ? Start + Seconds(1) : Start;

        Assert.Equal((state, seconds is { } s ? Start + Seconds(s) : null), Condition.Of(health, enabled: true, isDraining: false, now));
        Assert.Equal(state is EndpointState.Available, Condition.Reason(health, state) is null);
    }

    [Theory]
    [InlineData(false, true, EndpointState.Draining)]
    [InlineData(true, true, EndpointState.Draining)]
    [InlineData(false, false, EndpointState.Disabled)]
    public void What_the_operator_did_stands_over_what_the_provider_said(bool enabled, bool isDraining, EndpointState state) =>
        Assert.Equal((state, null), Condition.Of(Health("refused"), enabled, isDraining, Start));

    private static EndpointHealth Health(string name) => name switch
    {
        "healthy" => EndpointHealth.Healthy,
        "cooling" or "cooled" => EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start),
        "open" => Enumerable.Range(0, 5).Aggregate(EndpointHealth.Healthy, (h, _) => h.After(OutcomeClass.Failing, Start)),
        "refused" => EndpointHealth.Healthy.After(OutcomeClass.KeyRefused, Start),
        _ => EndpointHealth.Healthy.After(OutcomeClass.OutOfQuota, Start),
    };
}
