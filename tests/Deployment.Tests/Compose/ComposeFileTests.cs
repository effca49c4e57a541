using MultiplexCluster.Deployment.Tests.Containers;
using MultiplexCluster.Deployment.Tests.Settings;
using Xunit;

namespace MultiplexCluster.Deployment.Tests.Compose;

public sealed class ComposeFileTests
{
    private static readonly ComposeFile Compose = ComposeFile.Load(TestVariables.Required);
    private static readonly Dockerfile Images = Dockerfile.Load();
    private static readonly ComposeService[] Nodes = [.. Compose.Services.Where(service => service.Target == "host")];

    [Fact]
    public void The_service_takes_the_environment_of_each_node() => Assert.All(Nodes, node =>
    {
        var (options, errors) = HostSettings.Read(Images["host"].Environment.Concat(node.Environment));

        Assert.Empty(errors);
        Assert.True(options is { RequireClientKey: true, Cluster.HasOtherNodes: true, MasterKey: not null });
    });

    [Fact]
    public void A_misspelt_setting_would_be_found() => Assert.Equal(
        ["Multiplex__Cluster__Seeds__0"],
        HostSettings.Read(Nodes[0].Environment.Append(KeyValuePair.Create("Multiplex__Cluster__Seeds__0", "node1:4053"))).Errors.Select(error => error.Key));

    [Fact]
    public void Each_node_is_a_seed_by_its_own_name_and_port_and_all_name_the_same_seeds() => Assert.All(Nodes, node =>
    {
        var cluster = HostSettings.Read(node.Environment).Options.Cluster;

        Assert.Equal((node.Name, node.Name), (node.Hostname, cluster.Hostname));
        Assert.Equal(Nodes.Select(seed => $"{seed.Name}:{cluster.Port}"), cluster.SeedNodes.Select(seed => seed.ToString()));
    });

    [Fact]
    public void What_is_built_is_a_stage_of_the_dockerfile() =>
        Assert.All(Compose.Services.Where(service => service.Target is not null), service => Assert.Contains(Images.Stages, stage => stage.Name == service.Target));

    [Fact]
    public void A_published_port_is_one_the_image_listens_on() =>
        Assert.All(Compose.Services.Where(service => service.Target is not null), service => Assert.All(service.Ports, port => Assert.Contains(port.Split(':')[^1], Images[service.Target!].Ports)));

    [Fact]
    public void What_is_waited_for_has_a_health_check() =>
        Assert.All(Compose.Services.SelectMany(service => service.DependsOn), name => Assert.NotEmpty(Compose[name].HealthCheck));

    [Fact]
    public void A_node_comes_back_whatever_it_ended_with_and_has_time_to_drain() => Assert.All(Nodes, node =>
    {
        Assert.Equal("unless-stopped", node.Restart);
        Assert.True(node.StopGracePeriod > HostSettings.ShutdownTimeout);
    });

    [Fact]
    public void The_nodes_log_in_to_the_database_that_is_there()
    {
        var postgres = Compose["postgres"].Environment;
        var login = $"Host=postgres:5432;Database={postgres["POSTGRES_DB"]};Username={postgres["POSTGRES_USER"]};Password={postgres["POSTGRES_PASSWORD"]}";

        Assert.All(Nodes, node => Assert.Equal(login, node.Environment["Multiplex__Persistence__ConnectionString"]));
        Assert.Equal(("multiplex", "multiplex"), (Compose["postgres"].HealthCheck[^1], postgres["POSTGRES_DB"]));
    }

    [Fact]
    public void Files_that_are_mounted_exist() => Assert.All(
        Compose.Services.SelectMany(service => service.Volumes).Where(volume => volume.StartsWith("./", StringComparison.Ordinal)),
        volume => Assert.True(File.Exists(Repository.PathOf(volume.Split(':')[0]))));

    [Theory]
    [InlineData("MULTIPLEX_ADMIN_TOKEN")]
    [InlineData("MULTIPLEX_MASTER_KEY")]
    [InlineData("POSTGRES_PASSWORD")]
    public void Without_a_secret_nothing_starts(string name) =>
        Assert.Contains(".env", Assert.Throws<InvalidOperationException>(() => ComposeFile.Load(TestVariables.Required.Where(pair => pair.Key != name).ToDictionary())).Message, StringComparison.Ordinal);

    [Fact]
    public void The_example_names_every_variable_required_ones_to_be_filled_in()
    {
        var lines = Repository.Read(".env.example").Split('\n');

        Assert.Equal(Compose.Variables.Required.Order(StringComparer.Ordinal), lines.Where(line => line.EndsWith('=') && line[0] != '#').Select(line => line[..^1]).Order(StringComparer.Ordinal));
        Assert.Equal(
            Compose.Variables.Optional.Order(StringComparer.Ordinal),
            lines.Where(line => line.StartsWith('#') && !line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[1..line.IndexOf('=', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_not_understood_is_refused() =>
        Assert.Throws<FormatException>(() => ComposeFile.Parse("services: { a: { image: b, env_file: c } }", new Dictionary<string, string>()));
}
