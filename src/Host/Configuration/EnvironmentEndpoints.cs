using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Secrets;

namespace MultiplexCluster.Host.Configuration;

/// <summary>
/// Makes an endpoint of every environment key, once: ids come from the key, so that other nodes and later starts
/// find theirs taken, and one that was deleted stays deleted. Asks again until the cluster answers.
/// </summary>
internal sealed partial class EnvironmentEndpoints(
    EnvironmentKeys keys,
    MasterKey masterKey,
    KeySealer sealer,
    IEndpointAdministration administration,
    TimeProvider time,
    ILogger<EnvironmentEndpoints> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var (provider, key) in keys.All)
            {
                while (!await TryCreateAsync(provider, key, stoppingToken))
                {
                    await Task.Delay(Pause, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host takes that for a failure where it never came to its start.
        }
    }

    private async Task<bool> TryCreateAsync(ProviderKind provider, ApiKey key, CancellationToken ct)
    {
        var id = EnvironmentEndpointId.For(provider, key, masterKey);
        try
        {
            var settings = new EndpointSettings { Provider = provider };
            var answer = await administration.CreateAsync(id, settings, sealer.Seal(key, id, 1), fromEnvironment: true, ct);
            return IsSettled(id, answer);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private bool IsSettled(EndpointId id, EndpointAnswer answer)
    {
        switch (answer)
        {
            case EndpointAnswer.Described:
                LogCreated(id);
                return true;
            case EndpointAnswer.Refused { Reason: AdminRefusal.AlreadyExists }:
                return true;
            case EndpointAnswer.Refused { Reason: AdminRefusal.Invalid or AdminRefusal.Unreadable } refused:
                LogRefused(id, refused.Reason is AdminRefusal.Invalid ? "invalid_request" : "endpoint_unreadable");
                return true;
            default: // the store or the cluster is not there yet
                return false;
        }
    }

    [LoggerMessage(3000, LogLevel.Information, "Created endpoint {EndpointId} from an environment key")]
    private partial void LogCreated(EndpointId endpointId);

    [LoggerMessage(3001, LogLevel.Error, "Could not create endpoint {EndpointId} from an environment key: {Reason}")]
    private partial void LogRefused(EndpointId endpointId, string reason);
}
