using MultiplexCluster.Host.Starting;
using Xunit;

namespace MultiplexCluster.Host.Tests.Starting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--urls http://127.0.0.1:1 --Multiplex:Cluster:Port=4053")]
    [InlineData("--URLS=http://127.0.0.1:1;http://127.0.0.1:2 --multiplex:requireclientkey true")]
    [InlineData("--Logging:LogLevel:Default Warning --Kestrel:Endpoints:Web:Url=http://127.0.0.1:1 --environment Development")]
    [InlineData("--Multiplex:Admin:Token -begins-with-a-dash --OPENAI_API_KEY=sk-1")]
    [InlineData("")]
    public void Settings_pass_as_they_are(string line)
    {
        var read = CommandLine.Read(Split(line));

        Assert.Empty(read.Errors);
        Assert.Equal(Split(line), read.Settings);
        Assert.False(read.AsksForHelp);
    }

    [Theory]
    [InlineData("--port 18084", "--port")]
    [InlineData("--port=18084 --urls http://127.0.0.1:1", "--port")]
    [InlineData("serve --urls http://127.0.0.1:1", "serve")]
    [InlineData("serve again", "serve", "again")]
    [InlineData("urls=http://127.0.0.1:1", "urls")]
    [InlineData("/urls http://127.0.0.1:1", "/urls", "http://127.0.0.1:1")]
    [InlineData("-p=1 -x", "-p", "-x")]
    [InlineData("--verbose --urls http://127.0.0.1:1", "--verbose")]
    [InlineData("--urls", "--urls")]
    [InlineData("--urls --Multiplex:Cluster:Port=1", "--urls")]
    [InlineData("--Multiplex x", "--Multiplex")]
    public void What_would_pass_silently_is_an_error(string line, params string[] names) =>
        Assert.Equal(names, CommandLine.Read(Split(line)).Errors.Select(error => error.Key));

    [Fact]
    public void An_error_hides_the_value_and_helps_with_the_spelling()
    {
        var errors = CommandLine.Read(["--key", "sk-canary", "--Multiplex__Cluster__Port=1"]).Errors;

        Assert.Equal(
            [
                "--key = ***: is no argument of this program; --help lists them",
                "--Multiplex__Cluster__Port = ***: is spelled --Multiplex:Cluster:Port on the command line",
            ],
            errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--help --urls http://127.0.0.1:1")]
    [InlineData("--urls http://127.0.0.1:1 -h")]
    [InlineData("--urls --help")]
    public void Help_is_heard_wherever_it_stands(string line) => Assert.True(CommandLine.Read(Split(line)).AsksForHelp);

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
