using System.Collections.Concurrent;
using MultiplexCluster.Compatibility.Tests.Npm;
using MultiplexCluster.Compatibility.Tests.Suites;
using MultiplexCluster.FakeProviders;
using MultiplexCluster.Faults.Service;
using Xunit;

namespace MultiplexCluster.Compatibility.Tests;

/// <summary>The service, fake providers behind it and others to call directly; runs each suite against both when it is first asked for.</summary>
public sealed class CompatibilityService : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<(SuiteRun Direct, SuiteRun Through)>>> _runs = new();
    private FakeProvider? _direct;
    private FakeProvider? _behind;
    private ServiceProcess? _service;

    /// <summary>Why nothing can run here; null when all is there.</summary>
    public string? Missing { get; private set; } = NodePrograms.Missing;

    public async Task InitializeAsync()
    {
        Missing ??= await Packages.InstallAsync();
        if (Missing is not null)
        {
            return;
        }

        // Anthropic's client sends its key as a bearer token; the service must send it in the documented header.
        _direct = await FakeProvider.StartAsync(new FakeOptions { AcceptAnthropicBearer = true });
        _behind = await FakeProvider.StartAsync();
        _service = await ServiceProcess.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
            await _behind!.DisposeAsync();
            await _direct!.DisposeAsync();
        }
    }

    internal Task<(SuiteRun Direct, SuiteRun Through)> RunAsync(string suite) =>
        _runs.GetOrAdd(suite, s => new Lazy<Task<(SuiteRun, SuiteRun)>>(() => StartAsync(s))).Value;

    // Both at once: there are two cores at least.
    private async Task<(SuiteRun Direct, SuiteRun Through)> StartAsync(string suite)
    {
        var direct = SuiteRun.StartAsync(suite, new Dictionary<string, string> { ["COMPAT_FAKE"] = _direct!.Origin });
        var through = SuiteRun.StartAsync(suite, new Dictionary<string, string>
        {
            ["COMPAT_FAKE"] = _behind!.Origin,
            ["COMPAT_SERVICE"] = _service!.Address.ToString().TrimEnd('/'),
            ["COMPAT_ADMIN_TOKEN"] = ServiceProcess.AdminToken,
        });
        return (await direct, await through);
    }
}
