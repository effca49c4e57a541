using System.Text;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

public sealed class LastBytesTests
{
    [Theory]
    [InlineData(65_536)]
    [InlineData(70_000)]
    [InlineData(131_072)]
    [InlineData(1_000_003)]
    public async Task The_last_bytes_of_an_answer_of_known_length_beyond_64_KiB_are_not_kept_back(int length)
    {
        await using var provider = RawProvider.Start(async call =>
        {
            await call.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n");
            await call.WriteAsync(new byte[length]);
        });
        await using var host = await RelayHost.StartAsync(new ScriptedRouter(provider.Url));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        using var answer = await host.Client.PostAsync(new Uri(RelayTests.Chat, UriKind.Relative), new StringContent(RelayTests.ChatBody, Encoding.UTF8, "application/json"), patience.Token);
        var body = await answer.Content.ReadAsByteArrayAsync(patience.Token);

        Assert.Equal(length, body.Length);
    }
}
