using Akka.Persistence;
using Akka.Persistence.Snapshot;

namespace MultiplexCluster.Actors.Tests.Time;

/// <summary>A snapshot store in memory that fails, waits and counts as a test tells it to.</summary>
public sealed class ScriptedSnapshotStore : MemorySnapshotStore
{
    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        var store = StoreScript.Of(Context.System);
        store.SaveBegins(Context.System.Scheduler.MonotonicClock, snapshot);
        try
        {
            await store.SavesGo.ConfigureAwait(false);
            if (store.FailsSaves)
            {
                throw new IOException("no store");
            }

            await base.SaveAsync(metadata, snapshot, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            store.SaveEnds();
        }
    }
}
