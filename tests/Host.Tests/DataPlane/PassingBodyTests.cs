using System.Net;
using System.Text;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Bodies;
using Xunit;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>Uploads that are too large to be kept: they go to the provider as they come, once.</summary>
public sealed class PassingBodyTests
{
    private const string Path = "/openai/v1/files";
    private const int Size = RequestBody.UploadMemoryLimit + 100_000;

    [Fact]
    public async Task The_provider_reads_the_beginning_before_the_caller_has_sent_the_end()
    {
        var seen = new TaskCompletionSource();
        await using var provider = await SinkProvider.StartAsync(async (context, read) =>
        {
            await read(1_000);
            seen.SetResult();
            return await read(long.MaxValue);
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);
        using var content = new Form(Size, pauseAfter: 500_000, seen.Task);

        using var answer = await host.Client.PostAsync("/openai/v1/audio/transcriptions", content);

        Assert.Equal((HttpStatusCode.OK, $"read {content.Length}"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal((OutcomeClass.Success, true), ((await router.EndAsync()).Outcome, (await router.EndAsync()).BodyIsSpent));
        Assert.Equal(("gpt-files", 0L), (router.Executed.Single().Model, host.BodyMemoryTaken));
    }

    [Fact]
    public async Task An_error_after_it_has_passed_says_that_it_is_spent()
    {
        await using var provider = await SinkProvider.StartAsync(async (context, read) =>
        {
            await read(long.MaxValue);
            context.Response.StatusCode = 429;
            return "slow";
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);

        using var answer = await host.Client.PostAsync(Path, new Form(Size));

        Assert.Equal((HttpStatusCode)429, answer.StatusCode);
        Assert.Equal((OutcomeClass.RateLimited, true), ((await router.EndAsync()).Outcome, (await router.EndAsync()).BodyIsSpent));
    }

    [Fact]
    public async Task Nothing_of_it_is_spent_where_no_connection_came_about()
    {
        await using var provider = await SinkProvider.StartAsync((_, read) => read(long.MaxValue));
        var router = new ScriptedRouter("http://127.0.0.1:1", provider.Url);
        await using var host = await StartAsync(router);
        using var content = new Form(Size);

        using var answer = await host.Client.PostAsync(Path, content);

        Assert.Equal($"read {content.Length}", await answer.Content.ReadAsStringAsync());
        Assert.Equal("2", answer.Headers.GetValues("X-Multiplex-Attempts").Single());
    }

    [Fact]
    public async Task A_caller_who_leaves_in_the_middle_ends_the_call_and_blames_nobody()
    {
        var begun = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var provider = await SinkProvider.StartAsync(async (context, read) =>
        {
            context.RequestAborted.Register(left.SetResult);
            begun.SetResult();
            return await read(long.MaxValue);
        });
        var router = new ScriptedRouter(provider.Url);
        await using var host = await StartAsync(router);
        using var leaving = new CancellationTokenSource();
        var call = host.Client.PostAsync(Path, new Form(Size, pauseAfter: 500_000, Task.Delay(Timeout.Infinite, leaving.Token)), leaving.Token);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => call);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(OutcomeClass.Cancelled, (await router.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_caller_who_stalls_in_the_middle_is_cut_after_the_idle_timeout()
    {
        await using var provider = await SinkProvider.StartAsync((_, read) => read(long.MaxValue));
        var router = new ScriptedRouter(provider.Url) { IdleTimeout = TimeSpan.FromMilliseconds(500) };
        await using var host = await StartAsync(router);
        using var stalled = new CancellationTokenSource();

        var call = host.Client.PostAsync(Path, new Form(Size, pauseAfter: 500_000, Task.Delay(Timeout.Infinite, stalled.Token)), stalled.Token);

        Assert.Equal(OutcomeClass.Cancelled, (await router.EndAsync()).Outcome);
        await stalled.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => call);
    }

    [Fact]
    public async Task One_over_the_limit_is_413_before_anything_goes_upstream()
    {
        var router = new ScriptedRouter("http://127.0.0.1:1");
        await using var host = await RelayHost.StartAsync(router, limits => limits.MaxUploadBytes = Size - 1, codec: ProviderCodecs.For(ProviderKind.OpenAi));

        var answer = await RawCaller.AskAsync(
            host.Url, $"POST {Path} HTTP/1.1\r\nHost: m\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {Size}\r\n\r\n--b");

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Empty(router.Executed);
    }

    private static Task<RelayHost> StartAsync(ScriptedRouter router) =>
        RelayHost.StartAsync(router, codec: ProviderCodecs.For(ProviderKind.OpenAi));

    /// <summary>A form with a file, sent with a pause in it.</summary>
    private sealed class Form : HttpContent
    {
        private static readonly byte[] Before = Encoding.ASCII.GetBytes(
            "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ngpt-files\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n");

        private static readonly byte[] After = Encoding.ASCII.GetBytes("\r\n--b--\r\n");

        private readonly int _size;
        private readonly int _pauseAfter;
        private readonly Task _pause;

        internal Form(int size, int pauseAfter = 0, Task? pause = null)
        {
            (_size, _pauseAfter, _pause) = (size, pauseAfter, pause ?? Task.CompletedTask);
            Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        }

        internal long Length => Before.Length + _size + After.Length;

        protected override bool TryComputeLength(out long length)
        {
            length = Length;
            return true;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Before);
            await stream.WriteAsync(new byte[_pauseAfter]);
            await stream.FlushAsync();
            await _pause;
            await stream.WriteAsync(new byte[_size - _pauseAfter]);
            await stream.WriteAsync(After);
        }
    }
}
