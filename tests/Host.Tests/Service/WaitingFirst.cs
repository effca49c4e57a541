using Xunit;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("MultiplexCluster.Host.Tests.Service.WaitingFirst", "MultiplexCluster.Host.Tests")]

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>Begins with the tests that take long since they mostly wait: the shared services, then those with a service of their own.</summary>
public sealed class WaitingFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections
        .OrderBy(c => c.CollectionDefinition is not null ? 0 : OwnsService(c) ? 1 : 2)
        .ThenBy(c => c.DisplayName, StringComparer.Ordinal);

    private static bool OwnsService(ITestCollection tests) =>
        tests.DisplayName.Contains(".Features.", StringComparison.Ordinal) || tests.DisplayName.Contains(".Starting.", StringComparison.Ordinal);
}
