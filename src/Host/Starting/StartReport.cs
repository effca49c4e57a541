using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Host.Configuration;

namespace MultiplexCluster.Host.Starting;

/// <summary>Tells who watches the terminal where the service is, that it serves, and later what it waits for when it ends.</summary>
internal sealed partial class StartReport(
    IHostApplicationLifetime lifetime,
    IServer server,
    MultiplexOptions options,
    SignInLink link,
    EnvironmentEndpoints environment,
    IEndpointAdministration administration,
    TimeProvider time,
    ILogger<StartReport> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ReportAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host takes that for a failure where it never came to its start.
        }
    }

    private async Task ReportAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), started);
        await started.Task.WaitAsync(stoppingToken);
        string[] addresses = [.. server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
        foreach (var address in addresses)
        {
            LogListening(address);
        }

        var first = addresses.FirstOrDefault() ?? options.Listeners.Urls[0];
        LogWhere($"{first}/docs", options.DataDirectory);
        link.Show(first);
        lifetime.ApplicationStopping.Register(LogStopping);
        await environment.ExecuteTask!.WaitAsync(stoppingToken);
        LogEndpoints(await CountAsync(stoppingToken));
    }

    private async Task<int> CountAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return (await administration.ListAsync(ct)).Count;
            }
            catch (TimeoutException)
            {
                await Task.Delay(Pause, time, ct);
            }
        }
    }

    private void LogEndpoints(int count)
    {
        if (count == 0)
        {
            LogNoEndpoint();
        }
        else
        {
            LogEndpointCount(count);
        }
    }

    [LoggerMessage(3010, LogLevel.Information, "Now listening on: {Address}")]
    private partial void LogListening(string address);

    [LoggerMessage(3011, LogLevel.Information, "Admin API to browse: {Docs}; data directory: {DataDirectory}")]
    private partial void LogWhere(string docs, string dataDirectory);

    [LoggerMessage(3012, LogLevel.Information, "Ready; endpoints: {Count}. Ctrl-C ends it")]
    private partial void LogEndpointCount(int count);

    [LoggerMessage(3013, LogLevel.Information, "Ready, but there is no endpoint yet: create one (POST /admin/endpoints), or start with a provider's key, such as OPENAI_API_KEY. Ctrl-C ends it")]
    private partial void LogNoEndpoint();

    [LoggerMessage(3014, LogLevel.Information, "Application is shutting down: new connections are refused, running and waiting requests are carried to their end, for up to 5 minutes 30 seconds")]
    private partial void LogStopping();
}
