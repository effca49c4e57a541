using Akka.Actor;
using Akka.Hosting;
using Akka.Remote.Hosting;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Actors.Serialization;
using MultiplexCluster.Actors.Storage;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Secrets;

namespace MultiplexCluster.Micro.Actors;

/// <summary>
/// A permit over remoting: question, grant and report between a router and an endpoint of another actor system, by TCP on
/// loopback. Both sides' work is in it, since both run in this process.
/// </summary>
public class PermitBenchmarks
{
    private const int Permits = 10_000;
    private static readonly EndpointId Endpoint = EndpointId.Parse("a");
    private readonly string _directory = Directory.CreateTempSubdirectory("multiplex-permits-").FullName;
    private IHost _node = null!;
    private IHost _other = null!;
    private IActorRef _router = null!;

    /// <summary>How many calls run at a time.</summary>
    [Params(1, 64)]
    public int Callers { get; set; }

    /// <summary>Whether what there is to say at one moment is said in one message, as routers do; else each report and question alone.</summary>
    [Params(false, true)]
    public bool Gathers { get; set; }

    [GlobalSetup]
    public async Task StartAsync()
    {
        var key = MasterKey.Generate(out _);
        var sealer = new KeySealer(key);
        _node = Build(services => services
            .AddSingleton(sealer)
            .AddMultiplexNode(new NodeOptions(), new StoreOptions { DataDirectory = _directory }, null));
        _other = Build(services => services.AddAkka("other", (builder, _) => builder
            .WithRemoting("127.0.0.1", 0)
            .WithMultiplexSerialization()));
        await _node.StartAsync();
        await _other.StartAsync();
        _ = ApiKey.TryParse("sk-benchmark", out var apiKey);
        var settings = new EndpointSettings { Provider = ProviderKind.OpenAi, MaxConcurrentRequests = 200 };
        await _node.Services.GetRequiredService<IEndpointAdministration>().CreateAsync(
            Endpoint, settings, sealer.Seal(apiKey!, Endpoint, 1), fromEnvironment: false, CancellationToken.None);
        var address = ((ExtendedActorSystem)_node.Services.GetRequiredService<ActorSystem>()).Provider.DefaultAddress;
        var system = _other.Services.GetRequiredService<ActorSystem>();
        var region = await system.ActorSelection($"{address}/system/sharding/endpoints").ResolveOne(TimeSpan.FromSeconds(10));
        _router = system.ActorOf(Props.Create(() => new AskingRouter(region, Endpoint, Callers, Gathers)));
    }

    [Benchmark(OperationsPerInvoke = Permits)]
    public Task Permit()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _router.Tell(new AskingRouter.Run(Permits, done));
        return done.Task;
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _other.StopAsync();
        await _node.StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static IHost Build(Action<IServiceCollection> services)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        services(builder.Services);
        return builder.Build();
    }
}
