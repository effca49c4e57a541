using System.Xml.Linq;
using MultiplexCluster.Deployment.Tests.Settings;
using Xunit;

namespace MultiplexCluster.Deployment.Tests.Containers;

public sealed class DockerfileTests
{
    private static readonly Dockerfile File = Dockerfile.Load();

    public static TheoryData<string, string, string> Images() => new()
    {
        { "host", "build-host", "src/Host/Host.csproj" },
        { "fake", "build-fake", "tests/FakeProviders/FakeProviders.csproj" },
    };

    [Fact]
    public void All_that_is_copied_exists_and_is_let_through()
    {
        var let = Repository.Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToArray();

        Assert.All(File.Stages.SelectMany(stage => stage.Copies).Where(copy => copy.From is null).SelectMany(copy => copy.Sources), source =>
        {
            Assert.True(Path.Exists(Repository.PathOf(source)), $"{source} does not exist");
            Assert.Contains(let, entry => source == entry || source.StartsWith(entry + "/", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_stage_that_is_copied_from_exists() =>
        Assert.All(File.Stages.SelectMany(stage => stage.Copies).Select(copy => copy.From).OfType<string>(), from => Assert.Contains(File.Stages, stage => stage.Name == from));

    [Theory]
    [MemberData(nameof(Images))]
    public void Every_project_is_there_before_restoring_and_its_sources_before_publishing(string image, string build, string project)
    {
        var words = File[build].Instructions.Select(instruction => $"{instruction.Word} {instruction.Arguments}").ToList();
        var (restore, publish) = (words.IndexOf($"RUN dotnet restore {project}"), words.FindIndex(word => word.StartsWith($"RUN dotnet publish {project}", StringComparison.Ordinal)));

        Assert.InRange(restore, 1, publish);
        Assert.All(WithThoseBelow(project), one =>
        {
            Assert.InRange(words.IndexOf($"COPY {one} {Path.GetDirectoryName(one)}/"), 0, restore);
            Assert.InRange(words.FindIndex(word => word == $"COPY {Path.GetDirectoryName(one)}/ {Path.GetDirectoryName(one)}/" || word == "COPY src/ src/"), restore, publish);
        });
        Assert.Contains(File[image].Copies, copy => copy.From == build);
    }

    [Fact]
    public void Files_that_the_host_takes_from_the_root_are_copied()
    {
        var linked = XDocument.Load(Repository.PathOf("src/Host/Host.csproj")).Descendants("None").Select(item => item.Attribute("Include")!.Value).Where(path => path.StartsWith("../../", StringComparison.Ordinal));

        Assert.All(linked, path => Assert.Contains(File["build-host"].Copies, copy => copy.Sources.Contains(path["../../".Length..])));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void The_program_runs_without_a_shell_as_nobody_special_and_is_stopped_by_sigterm(string image, string build, string project)
    {
        var stage = File[image];

        Assert.Contains(build, File.Stages.Select(one => one.Name));
        Assert.Equal(["dotnet", $"MultiplexCluster.{Path.GetFileNameWithoutExtension(project)}.dll"], stage.Entrypoint.Take(2));
        Assert.Equal(["$APP_UID"], stage.All("USER"));
        Assert.Equal(["SIGTERM"], stage.All("STOPSIGNAL"));
    }

    [Fact]
    public void The_host_listens_where_it_says_and_keeps_its_data_in_the_volume()
    {
        var (host, options) = (File["host"], HostSettings.Read(File["host"].Environment).Options);

        Assert.Equal(["8080", "4053"], host.Ports);
        Assert.Equal(["http://+:8080"], options.Listeners.Urls);
        Assert.Equal([options.DataDirectory], host.Volumes);
    }

    private static IEnumerable<string> WithThoseBelow(string project) =>
        XDocument.Load(Repository.PathOf(project)).Descendants("ProjectReference")
            .Select(item => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Repository.PathOf(Path.Combine(Path.GetDirectoryName(project)!, item.Attribute("Include")!.Value)))))
            .SelectMany(WithThoseBelow).Append(project).Distinct();
}
