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
    ILogger<StartReport> logger) : WorkAfterStart(logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task RunAsync(CancellationToken ending)
    {
        string[] addresses = [.. server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
        foreach (var address in addresses)
        {
            LogListening(address);
        }

        var first = addresses.FirstOrDefault() ?? options.Listeners.Urls[0];
        LogWhere($"{first}/docs", options.DataDirectory);
        link.Show(first);
        lifetime.ApplicationStopping.Register(() => LogStopping((options.Drain.Delay + options.Drain.Limit).TotalSeconds));
        await environment.Work.WaitAsync(ending);
        LogEndpoints(await CountAsync(ending));
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

    [LoggerMessage(3014, LogLevel.Information, "Application is shutting down: running and waiting requests are carried to their end, for up to {Seconds} s")]
    private partial void LogStopping(double seconds);
}
