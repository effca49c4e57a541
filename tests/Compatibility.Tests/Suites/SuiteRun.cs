using System.Text.Json;
using MultiplexCluster.Compatibility.Tests.Npm;

namespace MultiplexCluster.Compatibility.Tests.Suites;

/// <summary>The outcome of each test of a suite, by name: null when it passed, else its error.</summary>
public sealed class SuiteRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, string?> _outcomes = new(StringComparer.Ordinal);
    private readonly string _output;

    private SuiteRun(ProcessResult result)
    {
        _output = result.Output + result.Errors;
        foreach (var line in result.Output.Split('\n').Where(l => l.StartsWith("{\"test\":", StringComparison.Ordinal)))
        {
            using var outcome = JsonDocument.Parse(line);
            var root = outcome.RootElement;
            _outcomes[root.GetProperty("test").GetString()!] = root.GetProperty("passed").GetBoolean() ? null : root.GetProperty("error").GetString() ?? "no reason";
        }
    }

    /// <summary>Runs a suite; its environment says where its calls go.</summary>
    public static async Task<SuiteRun> StartAsync(string suite, IReadOnlyDictionary<string, string> environment) => new(await NodeProcess.RunAsync(
        "node", Packages.Directory, ["--test-reporter=./lib/reporter.mjs", Suite.FileOf(suite)], environment, Limit));

    /// <summary>Null when a test passed, else why it did not.</summary>
    public string? Failure(string test) =>
        _outcomes.TryGetValue(test, out var error) ? error : $"it did not run: {_output}";
}
