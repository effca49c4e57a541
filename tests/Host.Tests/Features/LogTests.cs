using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

/// <summary>What the log says of requests and endpoints.</summary>
[Collection(SharedServices.Failing)]
public sealed class LogTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    [Fact]
    public async Task A_failed_request_is_one_line_and_an_endpoints_state_has_the_apis_name()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await pool.AddAsync(new { max_retries = 0, breaker_failures = 1 });
        endpoint.AtProvider.Then(Step.Status(500));
        var from = Service.Output.Count;

        var reply = await pool.CallAsync();

        var state = await Service.Output.WaitForAsync(line => line.Contains($"Endpoint {endpoint.Id} is", StringComparison.Ordinal), from);
        await Service.Output.WaitForAsync(line => line.Contains(reply.RequestId, StringComparison.Ordinal), from);
        Assert.StartsWith($"      Endpoint {endpoint.Id} is circuit_open: ", state, StringComparison.Ordinal);
        var line = Assert.Single(Service.Output.From(from), line => line.Contains(reply.RequestId, StringComparison.Ordinal));
        Assert.Contains($": failed with 500 from {endpoint.Id}, attempts: 1, ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_breaks_is_not_said_to_have_failed_with_200()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.CutAfterEvents(2));
        var from = Service.Output.Count;

        var reply = await pool.StreamAsync();

        var line = await Service.Output.WaitForAsync(line => line.Contains(reply.RequestId, StringComparison.Ordinal), from);
        Assert.Contains($": failed in mid-answer, begun with 200 from {endpoint.Id}, attempts: 1, ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_the_apis_code()
    {
        var from = Service.Output.Count;

        var reply = await NewPool(ProviderDialect.OpenAi).CallAsync(("X-Multiplex-Priority", "wrong"));

        var line = await Service.Output.WaitForAsync(line => line.Contains(reply.RequestId, StringComparison.Ordinal), from);
        Assert.EndsWith(": refused with 400 invalid_request", line, StringComparison.Ordinal);
    }
}
