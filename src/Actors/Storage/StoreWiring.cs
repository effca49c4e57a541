using Akka.Hosting;
using Akka.Persistence.Sql.Config;

namespace MultiplexCluster.Actors.Storage;

/// <summary>Puts the store into an actor system.</summary>
public static class StoreWiring
{
    /// <summary>How long a write of events may take before it counts as rejected; above SQLite's own wait of 3 s.</summary>
    internal static readonly TimeSpan WriteTimeLimit = TimeSpan.FromSeconds(5);

    private const string JournalId = "akka.persistence.journal.multiplex";
    private const string SnapshotId = "akka.persistence.snapshot-store.multiplex";

    /// <summary>
    /// Keeps events and snapshots in the database of <paramref name="options"/>. For SQLite the directory and the
    /// file are made at once, so a directory that can't be written fails here.
    /// </summary>
    public static AkkaConfigurationBuilder WithMultiplexStore(this AkkaConfigurationBuilder builder, StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Provider == StoreProvider.Sqlite)
        {
            SqliteFile.Prepare(options);
            var connections = new MultiDataOptionsSetup();
            connections.AddDataOptions(JournalId, SqliteConnections.Journal(options));
            connections.AddDataOptions(SnapshotId, SqliteConnections.Snapshots(options));
            builder.AddSetup(connections);
        }

        return builder.AddHocon(StoreHocon.For(options, JournalId, SnapshotId), HoconAddMode.Prepend);
    }
}
