using MultiplexCluster.FakeProviders;
using Xunit.Abstractions;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>A test against the running service; when it fails, what the service wrote meanwhile is shown.</summary>
public abstract class FeatureTest<TService>(TService service, ITestOutputHelper output) : IDisposable
    where TService : RunningService
{
    private readonly int _firstLine = service.Output.Count;

    protected TService Service => service;

    protected FakeProvider Fake => service.Fake;

    public void Dispose()
    {
        foreach (var line in service.Output.From(_firstLine))
        {
            output.WriteLine(line);
        }

        GC.SuppressFinalize(this);
    }

    private protected TestPool NewPool(ProviderDialect dialect) => new(service, dialect);
}

/// <inheritdoc/>
public abstract class FeatureTest(RunningService service, ITestOutputHelper output) : FeatureTest<RunningService>(service, output);
