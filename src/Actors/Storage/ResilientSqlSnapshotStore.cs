using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;
using LinqToDB;

namespace MultiplexCluster.Actors.Storage;

/// <summary>
/// The SQL snapshot store, except that a save which failed leaves the earlier snapshot alone. Akka deletes after a
/// failed save what might be half-written, by sequence number; but checkpoints are saved again at the same
/// number, so it would delete the last good one. Here a save is one transaction: nothing is ever half-written.
/// </summary>
public sealed class ResilientSqlSnapshotStore : SqlSnapshotStore
{
    private readonly SemaphoreSlim? _writer;
    private readonly LatestSnapshot? _latest;

    /// <summary>Made by Akka, with the plugin's section of the configuration.</summary>
    public ResilientSqlSnapshotStore(Config snapshotConfig)
        : base(snapshotConfig)
    {
        ArgumentNullException.ThrowIfNull(snapshotConfig);

        // SQLite blocks the thread that waits for the file; waiting in line here blocks none.
        _writer = snapshotConfig.GetBoolean("one-writer", false) ? new(1, 1) : null;
        _latest = snapshotConfig.GetString("provider-name", string.Empty).StartsWith(ProviderName.PostgreSQL, StringComparison.Ordinal)
            ? new(snapshotConfig.GetString("connection-string", string.Empty), Context.System.Serialization)
            : null;
    }

    /// <inheritdoc/>
    protected override async Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        return _latest is null
            ? await base.LoadAsync(persistenceId, criteria, cancellationToken)
            : await _latest.ReadAsync(persistenceId, criteria, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        if (_writer is null)
        {
            await base.SaveAsync(metadata, snapshot, cancellationToken);
            return;
        }

        await _writer.WaitAsync(cancellationToken);
        try
        {
            // Off the actor's thread: SQLite knows no asynchronous input and output.
            await Task.Run(() => base.SaveAsync(metadata, snapshot, cancellationToken), cancellationToken);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Deletes a snapshot that an actor asked to delete (it names no time); the clean-up after a failed save names one.</summary>
    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.Timestamp > DateTime.MinValue ? Task.CompletedTask : base.DeleteAsync(metadata, cancellationToken);
    }
}
