using MultiplexCluster.EndToEnd.Measuring;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>What a connection of the load does over and over.</summary>
internal interface IExchange
{
    /// <summary>Makes one exchange and enters it in the tally that runs at that moment.</summary>
    ValueTask RunAsync(HttpConnection connection, CurrentTally tally);
}
