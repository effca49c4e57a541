using System.Diagnostics;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Compatibility.Tests.Npm;

/// <summary>Runs <c>node</c> or <c>npm</c> to its end.</summary>
public static class NodeProcess
{
    /// <summary>What it wrote and its exit code.</summary>
    /// <exception cref="TimeoutException">It did not end within the limit; it has been killed.</exception>
    public static async Task<ProcessResult> RunAsync(
        string program, string directory, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        Leftovers.Watch(process);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit}: {await output}{await errors}");
        }

        return new ProcessResult(process.ExitCode, await output, await errors);
    }
}

/// <summary>How a program ended.</summary>
public sealed record ProcessResult(int ExitCode, string Output, string Errors);
