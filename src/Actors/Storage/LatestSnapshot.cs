using System.Data;
using Akka.Persistence;
using Npgsql;

namespace MultiplexCluster.Actors.Storage;

/// <summary>
/// Reads an actor's latest snapshot from PostgreSQL. The library's own reading builds its query anew every time, which is a
/// quarter of what starting an endpoint costs.
/// </summary>
/// <param name="connectionString">The same as the library's, so that both share one pool of connections.</param>
/// <param name="serialization">Reads what is stored.</param>
internal sealed class LatestSnapshot(string connectionString, Akka.Serialization.Serialization serialization)
{
    private const string Query = """
        SELECT sequence_number, created, snapshot, serializer_id, manifest FROM snapshot
        WHERE persistence_id = $1 AND sequence_number BETWEEN $2 AND $3 AND created BETWEEN $4 AND $5
        ORDER BY sequence_number DESC LIMIT 1
        """;

    /// <summary>The latest that fits; null when none does.</summary>
    internal async Task<SelectedSnapshot?> ReadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(Query, connection)
        {
            Parameters =
            {
                new() { Value = persistenceId },
                new() { Value = criteria.MinSequenceNr },
                new() { Value = criteria.MaxSequenceNr },
                new() { Value = (criteria.MinTimestamp ?? DateTime.MinValue).Ticks },
                new() { Value = criteria.MaxTimeStamp.Ticks },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct).ConfigureAwait(false);
        if (!await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            return null;
        }

        var metadata = new SnapshotMetadata(persistenceId, reader.GetInt64(0), new DateTime(reader.GetInt64(1), DateTimeKind.Utc));
        return new SelectedSnapshot(metadata, serialization.Deserialize(reader.GetFieldValue<byte[]>(2), reader.GetInt32(3), reader.GetString(4)));
    }
}
