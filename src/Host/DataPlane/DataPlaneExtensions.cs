using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Host.ClientKeys;
using MultiplexCluster.Host.DataPlane.Unified;
using MultiplexCluster.Host.DataPlane.Unified.Aliases;
using MultiplexCluster.Host.DataPlane.Unified.Models;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Host.Hosts;
using MultiplexCluster.Host.Origins;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Checks;
using MultiplexCluster.Providers.Relay.Bodies;
using MultiplexCluster.Providers.Relay.Exchanges;
using MultiplexCluster.Providers.Relay.Upstream;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Composes the data plane.</summary>
public static class DataPlaneExtensions
{
    /// <summary>
    /// Adds the data plane. Also needed: an <see cref="IRequestRouter"/>, an <see cref="IClientKeyCheck"/> and an
    /// <see cref="Contracts.Administration.IEndpointAdministration"/>; with an <see cref="IObjectBook"/> it remembers whose account has which
    /// object, with an <see cref="IAliasAdministration"/> it knows aliases. Configure <see cref="DataPlaneOptions"/> and <see cref="UpstreamOptions"/>.
    /// </summary>
    public static IServiceCollection AddDataPlane(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<DataPlaneOptions>();
        services.AddOptions<UpstreamOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ProviderCodecs.All);
        services.TryAddSingleton(all => new Surfaces(all.GetRequiredService<IReadOnlyList<IProviderCodec>>()));
        services.TryAddSingleton(all => new ExchangeWatch(all.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(all => new UpstreamClient(Value<UpstreamOptions>(all), all.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(all => new Forwarder(
            all.GetRequiredService<UpstreamClient>(),
            Value<UpstreamOptions>(all),
            all.GetRequiredService<ExchangeWatch>(),
            all.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(HostRule.Any);
        services.TryAddSingleton(OriginRule.Any);
        services.TryAddSingleton(all => new BodyMemory(Value<DataPlaneOptions>(all).BodyMemoryBytes));
        services.TryAddSingleton(all => new CallerBodies(Value<DataPlaneOptions>(all), all.GetRequiredService<BodyMemory>()));
        services.TryAddSingleton<CallerGate>();
        services.TryAddSingleton(all => new AccountObjects(all.GetService<IObjectBook>()));
        services.TryAddSingleton<SessionIntake>();
        services.TryAddSingleton(all => new NativeIntake(
            Value<DataPlaneOptions>(all),
            all.GetRequiredService<CallerBodies>(),
            all.GetRequiredService<AccountObjects>(),
            all.GetRequiredService<SessionIntake>()));
        services.TryAddSingleton<BodyTranslation>();
        services.TryAddSingleton(all => new AliasTable(all.GetService<IAliasAdministration>()));
        services.TryAddSingleton<PinnedTargets>();
        services.TryAddSingleton<UnifiedIntake>();
        services.TryAddSingleton(all =>
            new RequestIds(all.GetRequiredService<TimeProvider>(), Value<DataPlaneOptions>(all).RequestIdSeed ?? RandomSeed()));
        services.TryAddSingleton<RequestIntake>();
        services.TryAddSingleton(all => new KeyCheck(
            all.GetRequiredService<IReadOnlyList<IProviderCodec>>(),
            all.GetRequiredService<IRequestRouter>(),
            all.GetRequiredService<Forwarder>(),
            all.GetRequiredService<RequestIds>().Next,
            all.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ModelLists>();
        services.TryAddSingleton<ModelCatalog>();
        services.TryAddSingleton<ModelsHandler>();
        return services;
    }

    /// <summary>Serves the surfaces here. Place it before routing: what it serves goes no further.</summary>
    public static IApplicationBuilder UseDataPlane(this IApplicationBuilder app) => app.UseMiddleware<DataPlaneMiddleware>();

    /// <summary>
    /// Sets what Kestrel itself would get wrong: its body limit (ours answers in the caller's dialect), its minimum data
    /// rates (they cut slow readers of event streams) and its unlimited connections.
    /// </summary>
    public static KestrelServerOptions ConfigureDataPlaneLimits(this KestrelServerOptions kestrel, DataPlaneOptions options)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        ArgumentNullException.ThrowIfNull(options);
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.MaxRequestBodySize = null;

        // So slow that only a caller who has stopped sending is cut, after two minutes.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1, gracePeriod: TimeSpan.FromMinutes(2));
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.MaxConnections;
        kestrel.Limits.MaxRequestHeaderCount = 100;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.MaxRequestLineSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        return kestrel;
    }

    private static T Value<T>(IServiceProvider all)
        where T : class => all.GetRequiredService<IOptions<T>>().Value;

    private static ulong RandomSeed()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
