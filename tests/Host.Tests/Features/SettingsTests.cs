using System.Text.Json;
using System.Text.Json.Nodes;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Host.Tests.Service;
using Xunit;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Features;

[Collection(SharedServices.Keeping)]
public sealed class SettingsTests(RunningService service, ITestOutputHelper output) : FeatureTest(service, output)
{
    private const string Defaults = """
        {"max_concurrent_requests":5,"queue_size":100,"queue_enabled":true,"initial_retry_delay":1,"backoff_factor":2,"max_retries":5,
         "max_retry_delay":60,"queue_timeout":120,"first_byte_timeout":600,"idle_timeout":300,"breaker_failures":5,"breaker_open":30,
         "tier":"medium","weight":1,"pool":null,"models":[],"enabled":true,"organization":null,"project":null}
        """;

    private const string Others = """
        {"max_concurrent_requests":7,"queue_size":0,"queue_enabled":false,"initial_retry_delay":0.25,"backoff_factor":1.5,"max_retries":0,
         "max_retry_delay":9,"queue_timeout":0.5,"first_byte_timeout":3,"idle_timeout":4,"breaker_failures":0,"breaker_open":2,
         "tier":"low","weight":3,"pool":"elsewhere","models":["a*","b"],"enabled":false,"organization":null,"project":null}
        """;

    [Theory, EveryProvider]
    public async Task An_endpoint_of_a_provider_and_a_key_has_the_documented_defaults(ProviderDialect dialect)
    {
        var wire = Wire.Of(dialect);

        var created = await Service.Admin.CreateAsync(new JsonObject { ["provider"] = wire.Provider, ["api_key"] = "  sk-abcdefgh1234\n" });

        Assert.Matches("^endpoint_[0-9]+_[0-9a-f]{8}$", created.GetProperty("endpoint_id").GetString()!);
        Assert.Equal((wire.Provider, "1234"), (created.GetProperty("provider").GetString(), created.GetProperty("api_key_hint").GetString()));
        Assert.Equal("available", created.GetProperty("state").GetString());
        AssertHas(created, Defaults);
        AssertHas(await Service.Admin.GetAsync($"/endpoints/{created.GetProperty("endpoint_id").GetString()}"), Defaults);
    }

    [Theory, EveryProvider]
    public async Task All_settings_can_be_given(ProviderDialect dialect)
    {
        var pool = NewPool(dialect);
        var endpoint = await pool.AddAsync(JsonNode.Parse(Others));

        AssertHas(await endpoint.GetAsync(), Others);
    }

    [Theory, EveryProvider]
    public async Task Each_setting_can_be_changed_alone(ProviderDialect dialect)
    {
        var endpoint = await NewPool(dialect).AddAsync();
        await endpoint.PatchAsync(new { pool = (string?)null });
        var expected = JsonNode.Parse(Defaults)!.AsObject();

        foreach (var (name, value) in JsonNode.Parse(Others)!.AsObject().ToList())
        {
            expected[name] = value?.DeepClone();
            var changed = await endpoint.PatchAsync(new Dictionary<string, JsonNode?> { [name] = value?.DeepClone() });
            AssertHas(changed, expected.ToJsonString());
        }

        AssertHas(await endpoint.GetAsync(), Others);
    }

    [Fact]
    public async Task Organization_and_project_of_the_endpoint_go_to_OpenAI_instead_of_the_callers()
    {
        var pool = NewPool(ProviderDialect.OpenAi);
        var endpoint = await pool.AddAsync(new { organization = "org-1", project = "proj-1" });
        (string, string)[] callers = [("OpenAI-Organization", "org-of-caller"), ("OpenAI-Project", "proj-of-caller")];

        await pool.MustServeAsync(callers);
        await endpoint.PatchAsync(new { organization = (string?)null, project = (string?)null });
        await pool.MustServeAsync(callers);

        var calls = endpoint.AtProvider.Calls;
        Assert.Equal(["org-1", "proj-1"], [.. calls[0].Header("OpenAI-Organization"), .. calls[0].Header("OpenAI-Project")]);
        Assert.Empty(calls[1].Header("OpenAI-Organization").Concat(calls[1].Header("OpenAI-Project")));
    }

    private static void AssertHas(JsonElement endpoint, string expected)
    {
        foreach (var setting in JsonDocument.Parse(expected).RootElement.EnumerateObject())
        {
            var actual = endpoint.GetProperty(setting.Name);
            Assert.True(JsonElement.DeepEquals(setting.Value, actual), $"{setting.Name}: expected {setting.Value}, is {actual}");
        }
    }
}
