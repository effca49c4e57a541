using MultiplexCluster.Deployment.Tests.Containers;
using MultiplexCluster.Deployment.Tests.Settings;
using Xunit;

namespace MultiplexCluster.Deployment.Tests.Compose;

public sealed class LocalTopologyTests
{
    private static readonly ComposeFile Compose = ComposeFile.Load(TestVariables.Required);
    private readonly LoopbackNames _names = new(Compose.Services.Select(service => service.Name), block: 300);

    [Fact]
    public void Without_a_profile_three_nodes_start_and_two_servers_are_expected()
    {
        var topology = LocalTopology.Of(Compose, Dockerfile.Load(), _names, "/scratch");

        Assert.Equal(["node1", "node2", "node3"], topology.Processes.Select(process => process.Service));
        Assert.Equal(["proxy", "postgres"], topology.Servers.Select(server => server.Service));
        Assert.All(topology.Processes, process => Assert.Equal(("MultiplexCluster.Host.dll", 0), (process.Assembly, process.Arguments.Count)));
    }

    [Fact]
    public void The_profile_fake_adds_the_fake_providers()
    {
        var fake = LocalTopology.Of(Compose, Dockerfile.Load(), _names, "/scratch", "fake").Processes.Single(process => process.Service == "fake");

        Assert.Equal("MultiplexCluster.FakeProviders.dll", fake.Assembly);
        Assert.Equal(["--address", _names["fake"].ToString(), "--port", "9090"], fake.Arguments);
    }

    [Fact]
    public void Names_become_addresses_volumes_directories_and_wildcards_the_own_address()
    {
        var topology = LocalTopology.Of(Compose, Dockerfile.Load(), _names, "/scratch");
        var (node2, postgres) = (topology.Processes[1], topology.Servers[1]);

        Assert.Equal("127.2.44.2", node2.Address.ToString());
        Assert.Equal("127.2.44.2", node2.Environment["Multiplex__Cluster__Hostname"]);
        Assert.Equal("127.2.44.1:4053", node2.Environment["Multiplex__Cluster__SeedNodes__0"]);
        Assert.Equal("http://127.2.44.2:8080", node2.Environment["ASPNETCORE_URLS"]);
        Assert.Equal("/scratch/node2/data", node2.Environment["Multiplex__DataDirectory"]);
        Assert.StartsWith($"Host={postgres.Address}:5432;", node2.Environment["Multiplex__Persistence__ConnectionString"], StringComparison.Ordinal);
        Assert.EndsWith($"Password={postgres.Environment["POSTGRES_PASSWORD"]}", node2.Environment["Multiplex__Persistence__ConnectionString"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_takes_the_translated_environment() =>
        Assert.All(LocalTopology.Of(Compose, Dockerfile.Load(), _names, "/scratch").Processes, process => Assert.Empty(HostSettings.Read(process.Environment).Errors));

    [Fact]
    public void A_name_inside_another_word_stays() =>
        Assert.Equal("my-node1:80 node1x node1 127.2.44.1:80", _names.Translate("my-node1:80 node1x node1 node1:80"));
}
