using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MultiplexCluster.Host.Composition;
using MultiplexCluster.Host.Configuration;

namespace MultiplexCluster.Deployment.Tests.Settings;

/// <summary>What the service makes of an environment.</summary>
internal static class HostSettings
{
    /// <summary>A master key to test with.</summary>
    public const string MasterKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    /// <summary>How long a stopping node may take.</summary>
    public static TimeSpan ShutdownTimeout
    {
        get
        {
            var services = new ServiceCollection().AddNode(Read([]).Options).BuildServiceProvider();
            return services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        }
    }

    /// <summary>The options, and what the service would refuse to start for.</summary>
    public static (MultiplexOptions Options, IReadOnlyList<ConfigurationError> Errors) Read(IEnumerable<KeyValuePair<string, string>> environment) =>
        MultiplexOptionsReader.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(environment.Select(pair => KeyValuePair.Create(Key(pair.Key), (string?)pair.Value)))
            .Build());

    private static string Key(string name) =>
        (name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) ? name["ASPNETCORE_".Length..] : name).Replace("__", ":", StringComparison.Ordinal);
}
