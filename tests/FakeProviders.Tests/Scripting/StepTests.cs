using System.Net;

namespace MultiplexCluster.FakeProviders.Tests.Scripting;

public class StepTests
{
    [Fact]
    public async Task Steps_are_used_once_in_order_then_always()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("sk-a").Then(Step.Status(500), times: 2).Then(Step.Ok()).Always(Step.RateLimited());

        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            using var response = await client.ChatAsync("sk-a");
            statuses.Add((int)response.StatusCode);
        }

        using var other = await client.ChatAsync("sk-b");
        Assert.Equal([500, 500, 200, 429, 429], statuses);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Headers_repeat_and_replace_the_dialects_own()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("sk-a").Then(Step.Status(429)
            .WithHeader("Retry-After", "2").WithHeader("Retry-After", "3").WithHeader("X-Request-Id", "mine"));

        using var response = await client.ChatAsync("sk-a");

        Assert.Equal(["2", "3"], response.Headers.NonValidated["Retry-After"]);
        Assert.Equal(["mine"], response.Headers.NonValidated["x-request-id"]);
    }

    [Fact]
    public async Task A_raw_header_is_sent_byte_for_byte()
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Key("sk-a").Then(Step.Ok().WithRawHeader("X-Odd : \u0001\u007f"u8));
        using var client = await RawClient.ConnectAsync(fake);
        await client.SendAsync(RawClient.ChatRequest("sk-a"));

        Assert.Contains("\r\nX-Odd : \u0001\u007f\r\n", await client.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    public static TheoryData<Step, ProviderDialect, int, string> NamedErrors => new()
    {
        { Step.InsufficientQuota(), ProviderDialect.OpenAi, 429, "\"code\":\"insufficient_quota\"" },
        { Step.InvalidKey(), ProviderDialect.OpenAi, 401, "\"code\":\"invalid_api_key\"" },
        { Step.Status(404), ProviderDialect.OpenAi, 404, "\"code\":\"model_not_found\"" },
        { Step.Overloaded(), ProviderDialect.Anthropic, 529, "\"type\":\"overloaded_error\"" },
        { Step.RateLimited(), ProviderDialect.Anthropic, 429, "\"type\":\"rate_limit_error\"" },
        { Step.CapacityExceeded(), ProviderDialect.Groq, 498, "\"code\":\"capacity_exceeded\"" },
        { Step.Status(413), ProviderDialect.Groq, 413, "\"code\":\"rate_limit_exceeded\"" },
        { Step.RetryInfo("34.07s"), ProviderDialect.Gemini, 429, "google.rpc.RetryInfo\",\"retryDelay\":\"34.07s\"" },
        { Step.DailyQuota(), ProviderDialect.Gemini, 429, "PerDay" },
        { Step.InvalidKey(), ProviderDialect.Gemini, 400, "API_KEY_INVALID" },
        { Step.Status(503), ProviderDialect.Gemini, 503, "\"status\":\"UNAVAILABLE\"" },
    };

    [Theory]
    [MemberData(nameof(NamedErrors))]
    public async Task Errors_speak_the_dialect(Step step, ProviderDialect dialect, int status, string text)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("k").Then(step);

        using var response = await client.SendAsync(dialect, "/any", "k", "{}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(text, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_and_own_bodies_are_sent()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.Key("k").Then(Step.Redirect("http://other.example/")).Then(Step.Status(418).WithBody("tea", "text/plain"));

        using var redirect = await client.ChatAsync("k");
        using var own = await client.ChatAsync("k");

        Assert.Equal((307, "http://other.example/"), ((int)redirect.StatusCode, redirect.Headers.Location!.ToString()));
        Assert.Equal((418, "text/plain", "tea"), ((int)own.StatusCode, own.Content.Headers.ContentType!.ToString(), await own.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Released_answers_go_one_at_a_time()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        var gate = new Gate();
        fake.Key("k").Always(Step.Ok().HeldBy(gate));
        var calls = new[] { client.ChatAsync("k"), client.ChatAsync("k") };
        await gate.WaitForHeldAsync(2);

        Assert.Equal(1, gate.Release());
        await fake.WaitForInFlightAsync(1);
        gate.Open();

        foreach (var call in calls)
        {
            (await call).Dispose();
        }
    }
}
