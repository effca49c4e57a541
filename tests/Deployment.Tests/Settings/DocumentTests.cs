using System.Text.RegularExpressions;
using Xunit;

namespace MultiplexCluster.Deployment.Tests.Settings;

public sealed partial class DocumentTests
{
    private static readonly string Text = Repository.Read("docs/deployment.md").Split("### Multiplex__Cluster__Tls")[0];

    [Fact]
    public void Every_setting_it_names_is_known()
    {
        var names = Name().Matches(Text).Select(match => match.Value).Distinct().ToArray();
        var errors = HostSettings.Read(names.Select(name => KeyValuePair.Create(name, "x"))).Errors;

        Assert.NotEmpty(names);
        Assert.DoesNotContain(errors, error => error.Expected.Contains("no setting", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_file_it_names_exists() => Assert.All(
        File().Matches(Text).Select(match => match.Value).Where(path => path != "deploy/kubernetes/secret.yaml"),
        path => Assert.True(Path.Exists(Repository.PathOf(path)), path));

    [GeneratedRegex(@"Multiplex__\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"(deploy|tests)/[\w./]+")]
    private static partial Regex File();
}
