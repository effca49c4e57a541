using System.Diagnostics;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>How much this process' memory grows at most, as the system counts it, looked at every 20 ms.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly long _before;
    private readonly Timer _timer;
    private long _most;

    internal MemoryWatch()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _before = _most = Used();
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
    }

    /// <summary>The growth in bytes.</summary>
    internal long Growth()
    {
        Look();
        return Volatile.Read(ref _most) - _before;
    }

    public void Dispose() => _timer.Dispose();

    private static long Used()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private void Look()
    {
        var used = Used();
        for (var most = Volatile.Read(ref _most); used > most; most = Volatile.Read(ref _most))
        {
            Interlocked.CompareExchange(ref _most, used, most);
        }
    }
}
