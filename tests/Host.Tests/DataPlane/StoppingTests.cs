using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

public sealed class StoppingTests
{
    private static readonly FinalAnswer ShuttingDown =
        FinalAnswer.Refused(new ServiceError(ServiceErrorCode.ShuttingDown, "over"), ScriptedRouter.Endpoint, 1, 0);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nb\r\ndata: one\n\n\r\n", "e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n", "data: one\n\ndata: [DONE]\n\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n", "{\"id\": \"a\\n\"}", "{\"id\": \"a\\n\"}")]
    public async Task An_answer_that_runs_when_the_router_stops_is_given_to_its_end(string begin, string rest, string whole)
    {
        ScriptedRouter router = null!;
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync(begin);
            await Task.Delay(50);
            Assert.Single(router.Executed).Finish(ShuttingDown);
            await call.WriteAsync(rest);
        });
        router = new ScriptedRouter(provider.Url);
        await using var host = await RelayHost.StartAsync(router);

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(whole, await answer.Content.ReadAsStringAsync());
        Assert.Contains("Succeeded with 200", (await host.Log.LineAsync(RelayTests.IdOf(answer))).Text, StringComparison.Ordinal);
    }
}
