using System.Text;
using MultiplexCluster.Contracts.Protocol;
using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

public sealed class ClientKeyTests
{
    [Fact]
    public async Task A_key_is_shown_once_stored_hashed_and_opens_the_data_plane_until_revoked()
    {
        await using var server = await AdminServer.StartAsync(("Multiplex:RequireClientKey", "true"));
        var made = await server.SendAsync("POST", "/admin/client-keys", """{"name":"phone <b>"}""");
        var (id, key) = (made["id"].GetString()!, made["key"].GetString()!);

        Assert.Equal((201, $"/admin/client-keys/{id}"), (made.Status, made.Headers.Location?.ToString()));
        Assert.Matches("^ck_[0-9a-f]{16}$", id);
        Assert.Matches("^mpx_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(["created_at", "id", "key", "name"], made.Json.EnumerateObject().Select(field => field.Name).Order());
        var listed = await server.SendAsync("GET", "/admin/client-keys");
        Assert.Equal("phone <b>", listed["client_keys"][0].GetProperty("name").GetString());
        Assert.DoesNotContain(key, listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, Encoding.ASCII.GetString(server.Keys.Current[0].Hash.Span), StringComparison.Ordinal);
        Assert.Equal(200, await AskAsync(server, "Authorization", $"Bearer {key}"));

        Assert.Equal(204, (await server.SendAsync("DELETE", $"/admin/client-keys/{id}")).Status);
        Assert.Equal(401, await AskAsync(server, "Authorization", $"Bearer {key}"));
        (await server.SendAsync("DELETE", $"/admin/client-keys/{id}")).MustBeProblem(404, "client_key_not_found");
    }

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("authorization", "bearer {0}")]
    [InlineData("x-api-key", "{0}")]
    [InlineData("x-goog-api-key", "{0}")]
    [InlineData("api-key", "{0}")]
    [InlineData("?key", "{0}")]
    public async Task A_key_counts_wherever_an_sdk_puts_it_and_only_when_it_is_right(string place, string form)
    {
        await using var server = await AdminServer.StartAsync(("Multiplex:RequireClientKey", "true"));
        var key = (await server.SendAsync("POST", "/admin/client-keys", """{"name":"n"}"""))["key"].GetString()!;

        Assert.Equal(200, await AskAsync(server, place, Format(form, key)));
        string[] wrong = [key[..^1], key + "x", key.ToUpperInvariant(), "mpx_", new string('a', 4000), AdminServer.Token];
        foreach (var credential in wrong)
        {
            Assert.Equal(401, await AskAsync(server, place, Format(form, credential)));
        }
    }

    [Fact]
    public async Task On_a_loopback_listener_no_key_is_needed()
    {
        await using var server = await AdminServer.StartAsync();

        Assert.Equal(200, await AskAsync(server, "x-api-key", "anything"));
    }

    [Fact]
    public async Task Two_keys_whose_hashes_begin_alike_are_told_apart()
    {
        await using var server = await AdminServer.StartAsync(("Multiplex:RequireClientKey", "true"));
        var made = await server.SendAsync("POST", "/admin/client-keys", """{"name":"n"}""");
        var twin = server.Keys.Current[0].Hash.ToArray();
        twin[^1] ^= 1;
        await server.Keys.StoreAsync(new ClientKey("ck_twin", "twin", twin, FakeEndpointAdministration.Start), default);

        Assert.Equal(200, await AskAsync(server, "x-api-key", made["key"].GetString()!));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"  "}""")]
    [InlineData("""{"name":5}""")]
    [InlineData("""{"name":"a\r\nb"}""")]
    [InlineData("""{"name":"\u0000"}""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"name":"a","key":"mpx_mine"}""")]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("""{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""")]
    public async Task A_name_that_is_none_is_400(string body)
    {
        await using var server = await AdminServer.StartAsync();

        (await server.SendAsync("POST", "/admin/client-keys", body)).MustBeProblem(400, "invalid_request");
        Assert.Empty(server.Keys.Current);
    }

    [Fact]
    public async Task While_the_store_is_down_changes_are_503()
    {
        await using var server = await AdminServer.StartAsync();
        server.Keys.StoreIsDown = true;

        (await server.SendAsync("POST", "/admin/client-keys", """{"name":"n"}""")).MustBeProblem(503, "store_unavailable");
        (await server.SendAsync("DELETE", "/admin/client-keys/ck_1")).MustBeProblem(503, "store_unavailable");
    }

    private static string Format(string form, string value) => form.Replace("{0}", value, StringComparison.Ordinal);

    private static async Task<int> AskAsync(AdminServer server, string place, string value)
    {
        server.Client.DefaultRequestHeaders.Authorization = null;
        using var request = new HttpRequestMessage(HttpMethod.Get, place is "?key" ? $"/data-plane?key={value}" : "/data-plane");
        if (place is not "?key")
        {
            request.Headers.TryAddWithoutValidation(place, value);
        }

        using var response = await server.Client.SendAsync(request);
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", AdminServer.Token);
        return (int)response.StatusCode;
    }
}
