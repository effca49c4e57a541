using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using MultiplexCluster.Contracts.Requests;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>The service's own faults, and what its log says of a request however it ends.</summary>
public sealed class OwnFaultTests
{
    [Fact]
    public async Task A_body_that_cannot_be_spooled_is_an_error_in_the_callers_dialect()
    {
        await using var host = await RelayHost.StartAsync(new ScriptedRouter("http://127.0.0.1:1"), o => o.SpoolDirectory = "/dev/null/spool");

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(new string(' ', 2_000_000)));

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Contains("\"internal_error\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("5", answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal((LogLevel.Error, 1004), await KindAsync(host, RelayTests.IdOf(answer)));
    }

    [Fact]
    public async Task A_defect_in_the_intake_is_answered_and_gives_the_body_back()
    {
        await using var host = await RelayHost.StartAsync(new ScriptedRouter("http://127.0.0.1:1"));

        using var answer = await host.Client.PostAsync("/openai/v1/defect", RelayTests.Json("{}"));

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Contains("\"internal_error\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((LogLevel.Error, 1004), await KindAsync(host, RelayTests.IdOf(answer)));
        Assert.Equal(0, host.BodyMemoryTaken);
    }

    [Fact]
    public async Task A_caller_who_leaves_while_its_last_word_is_written_is_in_the_log()
    {
        var router = new ScriptedRouter { Grants = false, LeaverRefusal = new ServiceError(ServiceErrorCode.QueueTimeout, "over") };
        await using var host = await RelayHost.StartAsync(router);
        var socket = await RawCaller.ConnectAsync(host.Url);
        await socket.SendAsync(Encoding.Latin1.GetBytes(RawCaller.Post(RelayTests.Chat, "X-Request-Id: leaver-1\r\n")));
        while (router.Executed.IsEmpty)
        {
            await Task.Delay(10);
        }

        socket.Close();

        Assert.Equal((LogLevel.Information, 1000), await KindAsync(host, "leaver-1 "));
    }

    [Fact]
    public async Task A_caller_who_leaves_in_its_body_is_in_the_log_by_its_own_id()
    {
        await using var host = await RelayHost.StartAsync(new ScriptedRouter());
        var socket = await RawCaller.ConnectAsync(host.Url);
        await socket.SendAsync(Encoding.Latin1.GetBytes(
            $"POST {RelayTests.Chat} HTTP/1.1\r\nHost: m\r\nX-Request-Id: leaver-2\r\nContent-Length: 100\r\n\r\n{{"));
        await Task.Delay(100);

        socket.LingerState = new LingerOption(true, 0);
        socket.Close();

        Assert.Equal((LogLevel.Information, 1003), await KindAsync(host, "leaver-2 "));
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\n{}", LogLevel.Warning)]
    [InlineData(RelayTests.JsonAnswer, LogLevel.Information)]
    public async Task A_request_is_one_line_in_the_log(string sent, LogLevel level)
    {
        await using var provider = RawProvider.Answering(sent);
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));

        using var answer = await host.Client.PostAsync(RelayTests.Chat, RelayTests.Json(RelayTests.ChatBody));

        Assert.Equal((level, 1000), await KindAsync(host, RelayTests.IdOf(answer)));
        Assert.Single(host.Log.Lines, line => line.Text.Contains(RelayTests.IdOf(answer), StringComparison.Ordinal));
    }

    private static async Task<(LogLevel Level, int Id)> KindAsync(RelayHost host, string about)
    {
        var (level, id, _) = await host.Log.LineAsync(about);
        return (level, id);
    }
}
