using MultiplexCluster.Compatibility.Tests.Npm;
using MultiplexCluster.Compatibility.Tests.Suites;
using Xunit;

namespace MultiplexCluster.Compatibility.Tests;

/// <summary>Each test of each suite in <c>tests/Compatibility</c>: it passes against the provider itself, and it passes through the service.</summary>
public sealed class ClientTests(CompatibilityService service) : IClassFixture<CompatibilityService>
{
    /// <summary>Every test as its suite and its name.</summary>
    public static TheoryData<string, string> Tests()
    {
        var all = new TheoryData<string, string>();
        foreach (var suite in Suite.Names)
        {
            foreach (var test in Suite.TestsOf(suite))
            {
                all.Add(suite, test);
            }
        }

        return all;
    }

    [SkippableTheory, MemberData(nameof(Tests))]
    public async Task A_client_gets_through_the_service_what_it_gets_directly(string suite, string test)
    {
        Skip.If(service.Missing is not null && !NodePrograms.Required, service.Missing);
        Assert.Null(service.Missing);

        var (direct, through) = await service.RunAsync(suite);

        Assert.True(direct.Failure(test) is null, $"it fails without the service: {direct.Failure(test)}");
        Assert.True(through.Failure(test) is null, $"it passes directly, but not through the service: {through.Failure(test)}");
    }

    [Fact]
    public void No_two_tests_of_a_suite_have_one_name() =>
        Assert.All(Suite.Names, s => Assert.Equal(Suite.TestsOf(s).Count, Suite.TestsOf(s).Distinct().Count()));
}
