using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

[Collection(SharedServices.Passing)]
public sealed class CredentialTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const string Callers = "sk-of-the-caller";

    private static readonly (string, string)[] EveryCarrier =
    [
        ("Authorization", $"Bearer {Callers}"), ("x-api-key", Callers), ("x-goog-api-key", Callers), ("api-key", Callers),
        ("Cookie", $"session={Callers}"), ("Proxy-Authorization", $"Basic {Callers}"),
    ];

    [Theory, EveryProvider]
    public async Task Exactly_the_endpoints_key_goes_upstream_in_the_providers_own_header(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(new { initial_retry_delay = 0.01 });
        endpoint.AtProvider.Then(Step.Status(500));
        string[] carriers = ["Authorization", "x-api-key", "x-goog-api-key", "api-key", "Cookie", "Proxy-Authorization"];

        await pool.MustServeAsync();
        await pool.MustServeAsync(EveryCarrier);

        Assert.Equal(3, endpoint.AtProvider.Count);
        Assert.All(endpoint.AtProvider.Calls, call =>
        {
            var sent = call.Headers.Where(h => carriers.Contains(h.Key, StringComparer.OrdinalIgnoreCase)).ToList();
            var credential = Assert.Single(sent);
            Assert.Equal(pool.Wire.CredentialHeader, credential.Key, ignoreCase: true);
            Assert.Equal(pool.Wire.CredentialPrefix + endpoint.Key, credential.Value);
        });
    }

    [Theory, EveryProvider]
    public async Task The_callers_credentials_never_go_upstream(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();
        var path = pool.Wire.Path(pool.Wire.Model) + $"?key={Callers}&keep=1&access_token={Callers}&%6Bey={Callers}&api_key=kept";

        var reply = await pool.SendAsync(pool.Post(path, pool.Wire.Body(pool.Wire.Model), EveryCarrier));

        Assert.Equal(200, reply.Status);
        var call = Assert.Single(endpoint.AtProvider.Calls);
        Assert.EndsWith("?keep=1&api_key=kept", call.Target, StringComparison.Ordinal);
        Assert.DoesNotContain(Callers, call.Target + call.BodyText + string.Join('\n', call.Headers), StringComparison.Ordinal);
        Assert.DoesNotContain(Service.Output.From(0), line => line.Contains(Callers, StringComparison.Ordinal));
        Assert.DoesNotContain(Service.Output.From(0), line => line.Contains(endpoint.Key, StringComparison.Ordinal));
    }

    [Theory, EveryProvider]
    public async Task The_endpoints_key_is_never_shown(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync();

        var reply = await pool.MustServeAsync();
        var shown = $"{await endpoint.GetAsync()} {await Service.Admin.GetAsync("/endpoints")} {await endpoint.PatchAsync(new { weight = 2 })}";

        Assert.DoesNotContain(endpoint.Key, shown + reply + string.Join('\n', reply.Headers), StringComparison.Ordinal);
        Assert.Equal(endpoint.Key[^4..], (await endpoint.GetAsync()).GetProperty("api_key_hint").GetString());
    }
}
