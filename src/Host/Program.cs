using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using MultiplexCluster.Host.Admin;
using MultiplexCluster.Host.Admin.Documentation;
using MultiplexCluster.Host.ClientKeys;
using MultiplexCluster.Host.Composition;
using MultiplexCluster.Host.Configuration;
using MultiplexCluster.Host.DataPlane;
using MultiplexCluster.Host.Health;
using Settings = MultiplexCluster.Host.Configuration.ConfigurationExtensions;

var builder = WebApplication.CreateSlimBuilder(args).WithShippedDefaults();
if (HealthProbe.PathFor(args) is { } path)
{
    return await HealthProbe.RunAsync(path, builder.Configuration);
}

if (builder.AddMultiplexOptions() is not { } options)
{
    return Settings.InvalidSettingsExitCode;
}

builder.Services
    .AddSurfaces(options)
    .AddNode(options)
    .AddClientKeys()
    .AddAdminApi()
    .AddApiDocs()
    .AddEnvironmentEndpoints();
builder.WebHost.UseKestrelHttpsConfiguration();
builder.Services.AddOptions<KestrelServerOptions>()
    .Configure<IOptions<DataPlaneOptions>>((kestrel, plane) => kestrel.ConfigureDataPlaneLimits(plane.Value));

var app = builder.Build();
app.UseDataPlane();
app.UseRouting();
app.MapAdminApi();
app.MapApiDocs();
app.MapHealth();
try
{
    await app.RunAsync();
    return 0;
}
catch (IOException taken) when (taken.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"MultiplexCluster cannot start: {taken.Message} Stop what listens there, or move with --urls.");
    return Settings.InvalidSettingsExitCode;
}
