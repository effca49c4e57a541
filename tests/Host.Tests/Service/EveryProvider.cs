using MultiplexCluster.FakeProviders;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>For tests that mostly wait: what <see cref="EveryProviderAttribute"/> runs one after another, at the same time.</summary>
internal static class EveryProvider
{
    /// <summary>Runs the test for each of the four providers; fails when one does, and then tells which.</summary>
    public static Task AtOnceAsync(Func<ProviderDialect, Task> test) => Task.WhenAll(Enum.GetValues<ProviderDialect>().Select(async dialect =>
    {
        try
        {
            await test(dialect);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{dialect}: {failure.Message}", failure);
        }
    }));
}
