using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>Faults C1 to C3 and X1 on the admin API: refused with all errors named, never 5xx, no secret echoed, nothing stored.</summary>
public sealed class HostileInputTests(SharedAdminServer shared) : IClassFixture<SharedAdminServer>
{
    [Fact]
    public async Task Every_wrong_field_of_a_creation_is_named_and_nothing_is_created()
    {
        await using var server = await AdminServer.StartAsync();
        Assert.True(HostileBodies.Fields.Count >= 200);

        foreach (var (field, value) in HostileBodies.Fields)
        {
            var answer = await server.SendAsync("POST", "/admin/endpoints", Body(field, value));

            Assert.True(answer.Status == 400, $"{field} = {value}: {answer.Status}");
            answer.MustBeProblem(400, "invalid_request");
            Assert.Contains(field, answer.ErrorFields);
        }

        Assert.Empty(server.Cluster.Created);
    }

    [Fact]
    public async Task Every_wrong_field_of_a_patch_is_named_and_nothing_is_changed()
    {
        await using var server = await AdminServer.StartAsync();
        await server.CreateAsync("one");

        foreach (var (field, value) in HostileBodies.Fields)
        {
            var answer = await server.SendAsync("PATCH", "/admin/endpoints/one", $$"""{"{{field}}":{{value}}}""");

            Assert.True(answer.Status == 400, $"{field} = {value}: {answer.Status}");
            Assert.Equal([field], answer.ErrorFields);
        }

        Assert.All(server.Cluster.Commands, command => Assert.IsType<Contracts.Protocol.DescribeEndpoint>(command));
    }

    [Theory]
    [InlineData("POST", "/admin/endpoints")]
    [InlineData("PATCH", "/admin/endpoints/one")]
    [InlineData("POST", "/admin/endpoints/one/rotate-key")]
    [InlineData("POST", "/admin/client-keys")]
    public async Task What_is_no_json_object_is_400(string method, string path)
    {
        foreach (var body in HostileBodies.Bodies)
        {
            var text = body.Replace("KEY", AdminServer.Canary, StringComparison.Ordinal);
            var answer = await shared.Server.SendAsync(method, path, text);
            Assert.True(answer.Status == 400, $"{body}: {answer.Status}");
            answer.MustBeProblem(400, "invalid_request");
            Assert.NotEmpty(answer.ErrorFields);
        }
    }

    [Fact]
    public async Task All_errors_of_a_body_come_at_once_with_range_and_number_and_without_the_text()
    {
        var answer = await shared.Server.SendAsync("POST", "/admin/endpoints", $$"""
            {"provider":"cohere","api_key":5,"weight":0,"weight":1,"queue_size":"many","max_retry_delay":0.5,
             "initial_retry_delay":1,"pool":"{{AdminServer.Canary}} ","colour":"red","base_url":"http://10.0.0.1","quota_group":"g h"}
            """);

        Assert.Equal(
            ["api_key", "base_url", "colour", "max_retry_delay", "pool", "provider", "queue_size", "quota_group", "weight"], answer.ErrorFields);
        Assert.Equal("must be a whole number from 0 to 100,000", answer["errors"].GetProperty("queue_size").GetString());
        Assert.EndsWith(", got 0.5", answer["errors"].GetProperty("max_retry_delay").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_and_bodies_over_a_mebibyte_are_400()
    {
        byte[][] bodies = [[.. "{\"pool\":\""u8, 0xC3, 0x28, .. "\"}"u8], [0xFF, 0xFE, 0x7B, 0x00], Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('a', 1 << 20)}\"}}")];

        foreach (var chunked in new[] { false, true })
        {
            foreach (var body in bodies)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/endpoints") { Content = new ByteArrayContent(body) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                request.Headers.TransferEncodingChunked = chunked;
                (await shared.Server.SendAsync(request)).MustBeProblem(400, "invalid_request");
            }
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("garbage")]
    public async Task Other_content_types_are_415(string contentType)
    {
        (await shared.Server.SendAsync("POST", "/admin/endpoints", "{}", contentType)).MustBeProblem(415, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_without_a_content_type_is_415()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/client-keys") { Content = new ByteArrayContent("{\"name\":\"n\"}"u8.ToArray()) };

        (await shared.Server.SendAsync(request)).MustBeProblem(415, "unsupported_media_type");
    }

    [Fact]
    public async Task A_compressed_body_is_415()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/endpoints") { Content = new ByteArrayContent([1, 2, 3]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");

        (await shared.Server.SendAsync(request)).MustBeProblem(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData("GET", "/admin/endpoints/none")]
    [InlineData("GET", "/admin/endpoints/a%20b")]
    [InlineData("GET", "/admin/endpoints/a%2Fb")]
    [InlineData("GET", "/admin/endpoints/%00")]
    [InlineData("GET", "/admin/endpoints/%0d%0aX:y")]
    [InlineData("DELETE", "/admin/endpoints/%C3%A4")]
    [InlineData("POST", "/admin/endpoints/none/enable")]
    [InlineData("POST", "/admin/endpoints/a%20b/rotate-key")]
    [InlineData("PATCH", "/admin/endpoints/none")]
    [InlineData("GET", "/admin/endpoints/none/stats")]
    [InlineData("POST", "/admin/endpoints/none/stats/reset")]
    public async Task Ids_that_are_none_are_404(string method, string path)
    {
        var body = method is "PATCH" ? "{}" : path.EndsWith("key", StringComparison.Ordinal) ? "{\"api_key\":\"sk-123456789012\"}" : null;

        var answer = await shared.Server.SendAsync(method, path, body);

        Assert.True(answer.Status is 404 || (answer.Status is 400 && path.EndsWith("%00", StringComparison.Ordinal)), $"{answer.Status} {answer.Text}");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"api_key":null}""")]
    [InlineData("""{"api_key":"sk-1","weight":1}""")]
    [InlineData("""{"api_key":"sk-1","api_key":"sk-2"}""")]
    [InlineData("""{"key":"sk-1"}""")]
    public async Task A_rotation_takes_one_valid_key_and_nothing_else(string body)
    {
        (await shared.Server.SendAsync("POST", "/admin/endpoints/one/rotate-key", body)).MustBeProblem(400, "invalid_request");
    }

    private static string Body(string field, string value)
    {
        var rest = new Dictionary<string, string> { ["provider"] = "\"openai\"", ["api_key"] = $"\"{AdminServer.Canary}\"" };
        rest[field] = value;
        return "{" + string.Join(',', rest.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}";
    }
}
