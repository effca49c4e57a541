using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

[Collection(SharedServices.Passing)]
public sealed class PassThroughTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const string Odd = "{\"error\" :\n {\"message\":\"größer\\u0000\", \"x\":1.50e2}}\r\n";

    [Theory, EveryProvider]
    public Task A_400_reaches_the_caller_as_it_is_after_one_call(ProviderDialect dialect) => ReachesCallerAsync(dialect, 400);

    [Theory, EveryProvider]
    public Task A_404_reaches_the_caller_as_it_is_after_one_call(ProviderDialect dialect) => ReachesCallerAsync(dialect, 404);

    [Theory, EveryProvider]
    public Task A_422_reaches_the_caller_as_it_is_after_one_call(ProviderDialect dialect) => ReachesCallerAsync(dialect, 422);

    [Theory, EveryProvider]
    public async Task A_good_answer_has_the_providers_bytes_and_headers(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Then(Step.Ok().WithBody(Odd, "application/json; charset=x")
            .WithHeader("x-request-id", "req_of_provider").WithHeader("x-ratelimit-remaining-tokens", "7")
            .WithHeader("Set-Cookie", "a=b").WithHeader("X-Multiplex-Endpoint", "forged"));

        var reply = await pool.CallAsync();

        Assert.Equal((200, Odd), (reply.Status, reply.Text));
        Assert.Equal(("application/json; charset=x", "req_of_provider", "7"), (reply["Content-Type"], reply["x-request-id"], reply["x-ratelimit-remaining-tokens"]));
        Assert.Equal((null, endpoint.Id), (reply["Set-Cookie"], reply.Endpoint));
    }

    [Theory, EveryProvider]
    public async Task The_provider_gets_the_callers_path_body_and_headers(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        var body = pool.Wire.Body(pool.Wire.Model).Replace("\"Hi\"", "\"größer 😀\" ", StringComparison.Ordinal);

        var reply = await pool.SendAsync(pool.Post(pool.Wire.Path(pool.Wire.Model) + "?a=b%20c&d=", body, ("X-Custom", "kept"), ("anthropic-beta", "one")));

        Assert.Equal(200, reply.Status);
        var call = Assert.Single(endpoint.AtProvider.Calls);
        Assert.Equal(body, call.BodyText);
        Assert.EndsWith(pool.Wire.Path(pool.Wire.Model) + "?a=b%20c&d=", call.Target, StringComparison.Ordinal);
        Assert.Equal(("kept", "one"), (call.Header("X-Custom").Single(), call.Header("anthropic-beta").Single()));
        Assert.Equal($"127.0.0.1:{Fake.Port}", call.Header("Host").Single());
        Assert.DoesNotContain(call.Headers, h => h.Key.StartsWith("X-Multiplex", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, EveryProvider]
    public async Task A_refused_key_is_told_when_no_other_endpoint_is_left(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        endpoint.AtProvider.Always(Step.InvalidKey().WithHeader("X-Marker", "m"));
        var expected = dialect is ProviderDialect.Gemini ? 400 : 401;

        var reply = await pool.CallAsync();
        var next = await pool.CallAsync();

        Assert.Equal((expected, "m"), (reply.Status, reply["X-Marker"]));
        Assert.Equal("quarantined", await endpoint.StateAsync());
        Assert.Equal((503, "no_endpoint_available"), (next.Status, next.Code(pool.Wire)));
        Assert.Equal(1, endpoint.AtProvider.Count);
        Assert.Equal(1, (await endpoint.CountsAsync()).Failed);
    }

    private async Task ReachesCallerAsync(ProviderDialect dialect, int status)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        await pool.AddAsync();
        endpoint.AtProvider.Always(Step.Status(status).WithBody(Odd, "application/problem+json").WithHeader("X-Marker", "m"));

        var reply = await pool.PinnedAsync(endpoint.Id);

        Assert.Equal((status, Odd, "m"), (reply.Status, reply.Text, reply["X-Marker"]));
        Assert.Equal(("application/problem+json", null, 1), (reply["Content-Type"], reply["x-should-retry"], reply.Attempts));
        Assert.Equal(1, endpoint.AtProvider.Count);
        Assert.Equal("available", await endpoint.StateAsync());
        Assert.Equal((1, 0, 1, 0, 0), (await endpoint.CountsAsync()).Outcomes);
    }
}
