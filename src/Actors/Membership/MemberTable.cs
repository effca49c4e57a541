using Npgsql;

namespace MultiplexCluster.Actors.Membership;

/// <summary>
/// The store's word on whether a cluster lives: its nodes record themselves every two seconds while most of them
/// acknowledge them, and of the nodes that find none recorded lately one may form a new cluster. Moments are the server's.
/// </summary>
internal sealed class MemberTable(string connectionString) : IMemberTable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS multiplex_member (address text PRIMARY KEY, seen timestamptz NOT NULL);
        CREATE TABLE IF NOT EXISTS multiplex_formation (
            only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), address text NOT NULL, claimed timestamptz NOT NULL);
        CREATE TABLE IF NOT EXISTS multiplex_store (
            only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), version integer NOT NULL, master_key bytea NOT NULL);
        """;

    // CREATE TABLE IF NOT EXISTS of two sessions at once fails in one of them, unless they take turns.
    private const string TakeTurns = "SELECT pg_advisory_xact_lock(4712906881120173)";

    private static readonly int CommandSeconds = 5;
    private bool _isPrepared;

    /// <inheritdoc/>
    public async Task<StoreWord> GreetAsync(StoreFormat own)
    {
        await using var connection = await OpenAsync();
        await using var insert = Command(
            connection, "INSERT INTO multiplex_store (version, master_key) VALUES ($1, $2) ON CONFLICT DO NOTHING", own.Version, own.MasterKey.ToArray());
        await insert.ExecuteNonQueryAsync();
        await using var select = Command(connection, "SELECT version, master_key, clock_timestamp() FROM multiplex_store");
        await using var reader = await select.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new StoreWord(new StoreFormat(reader.GetInt32(0), reader.GetFieldValue<byte[]>(1)), reader.GetFieldValue<DateTimeOffset>(2));
    }

    /// <inheritdoc/>
    public async Task<RecordedMembers> OthersAsync(string self)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(
            connection, "SELECT address, seen > now() - $2, address = $1 FROM multiplex_member", self, MemberTimes.Alive);
        await using var reader = await command.ExecuteReaderAsync();
        var (living, any, formerSelf) = (new List<string>(), false, false);
        while (await reader.ReadAsync())
        {
            var (isFresh, isSelf) = (reader.GetBoolean(1), reader.GetBoolean(2));
            any |= !isSelf;
            formerSelf |= isSelf && isFresh;
            if (isFresh && !isSelf)
            {
                living.Add(reader.GetString(0));
            }
        }

        return new RecordedMembers(living, any, formerSelf);
    }

    /// <inheritdoc/>
    public async Task<bool> ClaimAsync(string self)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(
            connection,
            """
            INSERT INTO multiplex_formation AS f (address, claimed)
            SELECT $1, now() WHERE NOT EXISTS (SELECT FROM multiplex_member WHERE address <> $1 AND seen > now() - $2)
            ON CONFLICT (only_row) DO UPDATE SET address = $1, claimed = now() WHERE f.address = $1 OR f.claimed < now() - $2
            """,
            self,
            MemberTimes.Alive);
        return await command.ExecuteNonQueryAsync() > 0;
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset> RecordAsync(string self)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(
            connection,
            """
            WITH long_gone AS (DELETE FROM multiplex_member WHERE address <> $1 AND seen < now() - $2)
            INSERT INTO multiplex_member (address, seen) VALUES ($1, now()) ON CONFLICT (address) DO UPDATE SET seen = now()
            RETURNING clock_timestamp()
            """,
            self,
            MemberTimes.Kept);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return reader.GetFieldValue<DateTimeOffset>(0);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string self)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, "DELETE FROM multiplex_member WHERE address = $1", self);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync();
            if (!_isPrepared)
            {
                await PrepareAsync(connection);
                _isPrepared = true;
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task PrepareAsync(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var text in (string[])[TakeTurns, Schema])
        {
            await using var command = new NpgsqlCommand(text, connection, transaction) { CommandTimeout = CommandSeconds };
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, params object[] values)
    {
        var command = new NpgsqlCommand(text, connection) { CommandTimeout = CommandSeconds };
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
