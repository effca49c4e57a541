namespace MultiplexCluster.Providers.Tests.Codecs;

internal static class Allocations
{
    private const int Repetitions = 1_000;
    private const int Tries = 5;

    /// <summary>
    /// Bytes that this thread allocates in a thousand repetitions; the least of some tries, since a collection that another thread
    /// causes in between shifts the count by some kilobytes.
    /// </summary>
    public static long Of(Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Tries && least > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var j = 0; j < Repetitions; j++)
            {
                action();
            }

            least = Math.Min(least, Math.Max(0, GC.GetAllocatedBytesForCurrentThread() - before));
        }

        return least;
    }
}
