using System.Globalization;
using Xunit;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>One server, with an endpoint called <c>one</c>, for the tests of a class that leave no trace or only endpoints of their own.</summary>
public sealed class SharedAdminServer : IAsyncLifetime
{
    private int _endpoints;

    internal AdminServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await AdminServer.StartAsync();
        await Server.CreateAsync("one");
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>The path of a new endpoint that only one test uses.</summary>
    internal async Task<string> NewEndpointAsync(string provider = "openai")
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"own-{Interlocked.Increment(ref _endpoints)}");
        await Server.CreateAsync(id, provider: provider);
        return $"/admin/endpoints/{id}";
    }
}
