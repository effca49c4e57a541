using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace MultiplexCluster.Deployment.Tests.Settings;

public sealed partial class SystemdUnitTests
{
    private static readonly string Text = Repository.Read("deploy/systemd/multiplexcluster.service");

    [Fact]
    public void A_node_comes_back_whatever_it_ended_with_and_has_time_to_drain()
    {
        Assert.Contains("Restart=always", Text, StringComparison.Ordinal);
        Assert.True(TimeSpan.FromSeconds(int.Parse(StopTime().Match(Text).Groups[1].Value, CultureInfo.InvariantCulture)) > HostSettings.ShutdownTimeout);
    }

    [Fact]
    public void Its_settings_are_known() =>
        Assert.Empty(HostSettings.Read(Setting().Matches(Text).Select(match => new KeyValuePair<string, string>(match.Groups[1].Value, match.Groups[2].Value))).Errors);

    [GeneratedRegex(@"^TimeoutStopSec=(\d+)$", RegexOptions.Multiline)]
    private static partial Regex StopTime();

    [GeneratedRegex(@"^Environment=(\w+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
