using System.Net;
using System.Text.Json;

namespace MultiplexCluster.FakeProviders.Tests.Control;

public class ControlApiTests
{
    [Fact]
    public async Task Scripts_stats_calls_and_reset_work_over_http()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{fake.Port}/__fake/") };

        using var scripted = await http.PostAsync("script", new StringContent("""
            {
              "sk-a": {
                "steps": [ { "status": 429, "headers": ["Retry-After: 2"], "body": { "error": 1 }, "times": 2 } ],
                "always": { "error": "insufficient_quota" }
              }
            }
            """));
        using var first = await client.ChatAsync("sk-a");
        using var second = await client.ChatAsync("sk-a");
        using var third = await client.ChatAsync("sk-a");
        using var stats = JsonDocument.Parse(await http.GetStringAsync("stats"));
        using var calls = JsonDocument.Parse(await http.GetStringAsync("calls?key=sk-a"));
        using var reset = await http.PostAsync("reset", null);
        using var after = await client.ChatAsync("sk-a");

        Assert.Equal(HttpStatusCode.OK, scripted.StatusCode);
        Assert.Equal("{ \"error\": 1 }", await first.Content.ReadAsStringAsync());
        Assert.Contains("insufficient_quota", await third.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(3, stats.RootElement.GetProperty("keys").GetProperty("sk-a").GetProperty("calls").GetInt32());
        Assert.Equal(3, stats.RootElement.GetProperty("total").GetProperty("calls").GetInt32());
        Assert.Equal(["answered", "answered", "answered"], calls.RootElement.EnumerateArray().Select(c => c.GetProperty("ending").GetString()!));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal(1, fake.Count);
    }

    [Theory]
    [InlineData("{\"sk-a\":{\"steps\":[{\"statsu\":429}]}}")]
    [InlineData("{\"sk-a\":{\"steps\":[{\"garbage\":\"what\"}]}}")]
    [InlineData("[")]
    [InlineData("null")]
    public async Task A_wrong_script_is_refused(string script)
    {
        await using var fake = await FakeProvider.StartAsync();
        using var http = new HttpClient();

        using var response = await http.PostAsync($"http://127.0.0.1:{fake.Port}/__fake/script", new StringContent(script));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Every_property_of_a_step_can_be_scripted()
    {
        await using var fake = await FakeProvider.StartAsync();
        using var client = new Client(fake);
        fake.ApplyScript("""
            {"k": {"steps": [
              {"latency_ms": 1, "event_delay_ms": 0.5, "events": 2, "input_tokens": -1, "output_tokens": 1000000000000000000,
               "omit_terminal": true, "split_every": 7, "framing": "content_length", "stream_error_after": 1},
              {"cut": {"at": "after_events", "count": 1, "reset": true}},
              {"error": "daily_quota", "retry_delay": "9s", "content_type": "application/json", "omit_usage": true},
              {"large_body": 20, "bytes_per_second": 1000000}, {"garbage": "html_ok", "size": 3}], "always": {"silent": true}}}
            """u8);

        using var response = await client.ChatAsync("k");

        Assert.Contains("\"prompt_tokens\":-1,\"completion_tokens\":1000000000000000000", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
