using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MultiplexCluster.Host.Configuration;
using MultiplexCluster.Host.Tests.Service;
using Xunit;

namespace MultiplexCluster.Host.Tests.Starting;

/// <summary>What a person sees who starts the program in a terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string SignIn = "/#token=";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("multiplex-terminal-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_taken_port_is_told_in_one_line_and_the_sign_in_link_comes_with_the_first_start_that_succeeds()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (exit, output) = await RunAsync(["--urls", $"http://{taken.LocalEndpoint}"], ("OPENAI_API_KEY", "sk-12345678"));

        Assert.Equal(2, exit);
        Assert.Matches("^MultiplexCluster cannot start: .*already in use.*--urls.$", Assert.Single(output));

        var first = await StartAndEndAsync();
        Assert.Single(first, line => line.StartsWith("Sign in at http://127.0.0.1:", StringComparison.Ordinal));
        Assert.Contains(first, line => line.EndsWith("/docs; data directory: " + _directory.FullName, StringComparison.Ordinal));
        Assert.Contains(first, line => line.Contains("no endpoint yet", StringComparison.Ordinal));
        Assert.Contains(first, line => line.Contains("running and waiting requests are carried to their end", StringComparison.Ordinal));
        Assert.DoesNotContain(first, line => line.Contains("[INFO]", StringComparison.Ordinal));
        Assert.Equal(4, first.Count(line => line.Contains(" info: ", StringComparison.Ordinal)));
        Assert.DoesNotContain(await StartAndEndAsync(), line => line.Contains(SignIn, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_argument_and_wrong_settings_are_told_together()
    {
        var (exit, output) = await RunAsync(["--port", "18084"], ("Multiplex__Cluster__Port", "x"));

        Assert.Equal(2, exit);
        Assert.Equal(
            ["MultiplexCluster cannot start: 2 settings are invalid.", "  --port = ***: is no argument of this program; --help lists them"],
            output.Take(2));
        Assert.DoesNotContain(_directory.GetFiles(), file => file.Name is not "in-use.lock");
    }

    [Fact]
    public async Task Help_is_given_without_a_start()
    {
        var (exit, output) = await RunAsync(["--help", "--urls", "http://127.0.0.1:0"]);

        Assert.Equal(0, exit);
        Assert.Contains(output, line => line.Contains("--urls http://127.0.0.1:8080", StringComparison.Ordinal));
        Assert.Empty(_directory.GetFiles());
    }

    private async Task<(int Exit, IReadOnlyList<string> Output)> RunAsync(string[] arguments, params (string Name, string Value)[] settings)
    {
        var output = new ServiceOutput();
        using var process = Start(arguments, settings, output);
        using var patience = new CancellationTokenSource(Eventually.Patience);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, output.From(0));
    }

    private async Task<IReadOnlyList<string>> StartAndEndAsync()
    {
        var output = new ServiceOutput();
        using var process = Start(["--urls", "http://127.0.0.1:0"], [], output);
        await output.WaitForAsync(line => line.Contains("Ready", StringComparison.Ordinal));
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(Eventually.Patience);
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(0, process.ExitCode);
        return output.From(0);
    }

    private Process Start(string[] arguments, (string Name, string Value)[] settings, ServiceOutput output)
    {
        var command = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Program, .. arguments])
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in EnvironmentKeys.Variables)
        {
            command.Environment.Remove(variable);
        }

        command.Environment["Multiplex__DataDirectory"] = _directory.FullName;
        foreach (var (name, value) in settings)
        {
            command.Environment[name] = value;
        }

        var process = new Process { StartInfo = command };
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "MultiplexCluster.Host.dll");
}
