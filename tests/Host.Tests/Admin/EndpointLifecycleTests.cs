using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

public sealed class EndpointLifecycleTests
{
    [Theory]
    [InlineData("sk-4567", "****")]
    [InlineData("sk-45678", "5678")]
    [InlineData("sk-abcdefgh1234", "1234")]
    public async Task The_hint_is_the_keys_last_four_characters_from_eight_on(string key, string hint)
    {
        await using var server = await AdminServer.StartAsync();

        var made = await server.SendAsync("POST", "/admin/endpoints", $$"""{"provider":"groq","api_key":"{{key}}"}""");

        Assert.Equal(hint, made["api_key_hint"].GetString());
    }

    [Fact]
    public async Task Creation_answers_201_with_location_defaults_and_a_hint()
    {
        await using var server = await AdminServer.StartAsync();

        var answer = await server.CreateAsync("one");

        Assert.Equal("/admin/endpoints/one", answer.Headers.Location!.ToString());
        Assert.Equal("one", answer["endpoint_id"].GetString());
        Assert.Equal(AdminServer.Canary[^4..], answer["api_key_hint"].GetString());
        Assert.Equal(5, answer["max_concurrent_requests"].GetInt32());
        Assert.Equal(1, answer["initial_retry_delay"].GetDouble());
        Assert.Equal("medium", answer["tier"].GetString());
        Assert.Equal("available", answer["state"].GetString());
        Assert.Equal("2026-01-31T12:00:00.000Z", answer["created_at"].GetString());
        Assert.Equal(0, answer["total_requests"].GetInt64());
        Assert.Equal(0, answer["queue_length"].GetInt32());
    }

    [Fact]
    public async Task Only_the_provider_is_needed_where_its_key_is_in_the_environment()
    {
        await using var server = await AdminServer.StartAsync(("ANTHROPIC_API_KEY", $" {AdminServer.Canary} , sk-second-key-1234"));

        var answer = await server.SendAsync("POST", "/admin/endpoints", """{"provider":"claude"}""");

        Assert.Equal(201, answer.Status);
        Assert.Equal("anthropic", answer["provider"].GetString());
        Assert.Matches("^endpoint_[0-9]+_[0-9a-f]{8}$", answer["endpoint_id"].GetString());
        Assert.Equal(AdminServer.Canary[^4..], answer["api_key_hint"].GetString());
    }

    [Fact]
    public async Task A_taken_id_is_409()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");

        var answer = await server.SendAsync("POST", "/admin/endpoints", """{"endpoint_id":"one","provider":"groq","api_key":"another-key"}""");

        answer.MustBeProblem(409, "endpoint_exists");
    }

    [Fact]
    public async Task The_key_reaches_the_cluster_sealed_for_its_endpoint_and_version()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");
        var id = EndpointId.Parse("one");
        Assert.True(server.Sealer.TryUnseal(server.Cluster.Keys[id], id, out var first));
        Assert.Equal(AdminServer.Canary, first.Reveal());

        server.Cluster.Conflicts = 2;
        var answer = await server.SendAsync("POST", "/admin/endpoints/one/rotate-key", """{"api_key":" sk-rotated-key-9999 "}""");

        Assert.Equal((200, "9999"), (answer.Status, answer["api_key_hint"].GetString()));
        Assert.Equal(4, server.Cluster.Keys[id].Version);
        Assert.True(server.Sealer.TryUnseal(server.Cluster.Keys[id], id, out var second));
        Assert.Equal("sk-rotated-key-9999", second.Reveal());
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_nothing_else()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one", ""","weight":7,"pool":"gold","models":["gpt-*"]""");

        var answer = await server.SendAsync(
            "PATCH", "/admin/endpoints/one", """{"endpoint_id":"one","provider":"OpenAI","queue_timeout":0.25,"pool":null}""", "application/merge-patch+json");

        Assert.Equal(200, answer.Status);
        Assert.Equal(0.25, answer["queue_timeout"].GetDouble());
        Assert.Equal(7, answer["weight"].GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer["pool"].ValueKind);
        Assert.Equal("gpt-*", answer["models"][0].GetString());
    }

    // Defect: of a hundred patterns none was named.
    [Theory]
    [InlineData("""["gpt-*","x y"]""", "; 'x y' is none")]
    [InlineData("""["gpt-*",""]""", "; one is empty")]
    public async Task A_pattern_that_is_none_is_named(string models, string end)
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");

        var answer = await server.SendAsync("PATCH", "/admin/endpoints/one", $$"""{"models":{{models}}}""");

        answer.MustBeProblem(400, "invalid_request");
        Assert.EndsWith(end, answer["errors"].GetProperty("models").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_is_taken_is_named()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");

        var answer = await server.SendAsync("POST", "/admin/endpoints", $$"""{"endpoint_id":"one","provider":"openai","api_key":"{{AdminServer.Canary}}"}""");

        answer.MustBeProblem(409, "endpoint_exists");
        Assert.Contains("'one'", answer["detail"].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disable", "disabled")]
    [InlineData("enable", "available")]
    [InlineData("reset-backoff", "available")]
    public async Task The_operators_controls_answer_the_endpoint(string control, string state)
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");

        var answer = await server.SendAsync("POST", $"/admin/endpoints/one/{control}");

        Assert.Equal((200, state), (answer.Status, answer["state"].GetString()));
    }

    [Fact]
    public async Task State_until_and_reason_are_shown_and_no_duration_overflows()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");
        server.Cluster.Set("one", one => one with { Condition = new(EndpointState.CoolingDown, TimeSpan.MaxValue, "429") });

        var answer = await server.SendAsync("GET", "/admin/endpoints/one");

        Assert.Equal("cooling_down", answer["state"].GetString());
        Assert.Equal("429", answer["reason"].GetString());
        Assert.StartsWith("9999-12-31T", answer["until"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deletion_is_202_also_the_second_time()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");

        Assert.Equal(202, (await server.SendAsync("DELETE", "/admin/endpoints/one")).Status);
        server.Cluster.Refuse = Contracts.Protocol.AdminRefusal.Draining;
        var again = await server.SendAsync("DELETE", "/admin/endpoints/one");
        Assert.Equal((202, "draining"), (again.Status, again["state"].GetString()));
        (await server.SendAsync("POST", "/admin/endpoints/one/enable")).MustBeProblem(409, "endpoint_draining");
    }

    [Fact]
    public async Task The_list_is_an_envelope_of_flat_objects()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");
        await server.CreateAsync("two", provider: "gemini");

        var list = (await server.SendAsync("GET", "/admin/endpoints"))["endpoints"];

        Assert.Equal(["one", "two"], list.EnumerateArray().Select(one => one.GetProperty("endpoint_id").GetString()));
        Assert.All(list[0].EnumerateObject(), field => Assert.NotEqual(System.Text.Json.JsonValueKind.Object, field.Value.ValueKind));
    }
}
