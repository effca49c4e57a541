using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MultiplexCluster.Actors.Storage;

/// <summary>Asks whether the store can be reached, for readiness.</summary>
public sealed class StoreProbe(StoreOptions options)
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    /// <summary>True when the store answers a query in time; never throws but for <paramref name="cancellationToken"/>.</summary>
    public async Task<bool> IsReachable(CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        try
        {
            // On a thread of its own: SQLite knows no asynchronous input and output.
            return await Task.Run(() => Ask(limit.Token), limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> Ask(CancellationToken cancellationToken)
    {
        await using var connection = Connection();
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = options.Provider == StoreProvider.Sqlite ? "SELECT count(*) FROM sqlite_master" : "SELECT 1";
        command.CommandTimeout = (int)TimeLimit.TotalSeconds;
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null;
    }

    private DbConnection Connection() => options.Provider switch
    {
        // Opened without creating: a file that was taken away must not come back empty.
        StoreProvider.Sqlite => new SqliteConnection(SqliteFile.ConnectionString(options) + ";Mode=ReadWrite"),
        StoreProvider.PostgreSql => new NpgsqlConnection(options.ConnectionString),
        _ => throw new InvalidOperationException("unknown store provider"),
    };
}
