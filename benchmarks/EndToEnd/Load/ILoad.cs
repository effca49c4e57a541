using MultiplexCluster.EndToEnd.Measuring;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>Load that can be put on one server again and again.</summary>
internal interface ILoad : IDisposable
{
    /// <summary>Runs the load and measures a window of it in full swing: neither its start nor its end.</summary>
    Task<Window> RunAsync(TimeSpan window, CancellationToken cancellation);
}
