using System.Net;
using System.Text.RegularExpressions;
using MultiplexCluster.Deployment.Tests.Compose;
using MultiplexCluster.Deployment.Tests.Health;
using MultiplexCluster.Deployment.Tests.Settings;
using Xunit;

namespace MultiplexCluster.Deployment.Tests.Proxy;

public sealed partial class HaproxyTests
{
    private static readonly string Text = Repository.Read("deploy/haproxy/haproxy.cfg");
    private static readonly ComposeFile Compose = ComposeFile.Load(TestVariables.Required);

    [Fact]
    public void It_leads_to_every_node_at_the_port_where_it_listens() => Assert.Equal(
        Compose.Services.Where(service => service.Target == "host").Select(node => $"{node.Name} {node.Name}:8080"),
        Servers().Matches(Text).Select(match => match.Groups[1].Value));

    [Fact]
    public void It_listens_where_the_compose_file_publishes_it() =>
        Assert.Equal(Compose["proxy"].Ports.Single().Split(':')[^1], Bind().Match(Text).Groups[1].Value);

    [Fact]
    public async Task It_asks_a_health_path_that_is_served()
    {
        await using var service = await ServedPaths.StartAsync(IPAddress.Loopback);

        Assert.Equal(HttpStatusCode.OK, await service.AskAsync(HealthPath().Match(Text).Groups[1].Value));
        Assert.Equal("/health/ready", HealthPath().Match(Text).Groups[1].Value);
    }

    [Fact]
    public void Its_own_stop_outlasts_a_draining_node_and_ends_before_it_is_killed()
    {
        var hardStop = TimeSpan.FromMinutes(int.Parse(HardStop().Match(Text).Groups[1].Value, null));

        Assert.InRange(hardStop, HostSettings.ShutdownTimeout, Compose["proxy"].StopGracePeriod);
    }

    [GeneratedRegex(@"^  server (\S+ \S+:\d+)$", RegexOptions.Multiline)]
    private static partial Regex Servers();

    [GeneratedRegex(@"^  bind :(\d+)$", RegexOptions.Multiline)]
    private static partial Regex Bind();

    [GeneratedRegex(@"uri (\S+)")]
    private static partial Regex HealthPath();

    [GeneratedRegex(@"hard-stop-after (\d+)m")]
    private static partial Regex HardStop();
}
