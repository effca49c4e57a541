using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using MultiplexCluster.Host.Admin;
using MultiplexCluster.Host.Admin.Documentation;
using MultiplexCluster.Host.ClientKeys;
using MultiplexCluster.Host.Composition;
using MultiplexCluster.Host.Configuration;
using MultiplexCluster.Host.DataPlane;
using MultiplexCluster.Host.Health;
using MultiplexCluster.Host.Hosts;
using MultiplexCluster.Host.Origins;
using MultiplexCluster.Host.Starting;
using Settings = MultiplexCluster.Host.Configuration.ConfigurationExtensions;

var asked = HealthProbe.PathFor(args);
var line = CommandLine.Read(asked is null ? args : args[..^1]);
if (line.AsksForHelp)
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

var builder = WebApplication.CreateSlimBuilder(line.Settings).WithShippedDefaults();
if (asked is not null)
{
    return await HealthProbe.RunAsync(asked, builder.Configuration);
}

if (builder.AddMultiplexOptions(line.Errors) is not { } options)
{
    return Settings.InvalidSettingsExitCode;
}

builder.Services
    .AddSurfaces(options)
    .AddNode(options)
    .AddClientKeys()
    .AddAdminApi()
    .AddApiDocs()
    .AddEnvironmentEndpoints()
    .AddHostedService<StartReport>();
builder.WebHost.UseKestrelHttpsConfiguration();
builder.Services.AddOptions<KestrelServerOptions>()
    .Configure<IOptions<DataPlaneOptions>>((kestrel, plane) => kestrel.ConfigureDataPlaneLimits(plane.Value));

var app = builder.Build();
app.UseDataPlane();
app.UseHostRule();
app.UseOriginRule();
app.UseRouting();
app.MapAdminApi();
app.MapApiDocs();
app.MapHealth();
return await app.RunToEndAsync();
