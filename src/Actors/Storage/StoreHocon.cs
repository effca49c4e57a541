using Akka.Configuration;
using LinqToDB;

namespace MultiplexCluster.Actors.Storage;

/// <summary>The plugins' configuration.</summary>
internal static class StoreHocon
{
    internal static Config For(StoreOptions options, string journalId, string snapshotId)
    {
        var (provider, connection) = options.Provider switch
        {
            StoreProvider.Sqlite => (ProviderName.SQLiteMS, SqliteFile.ConnectionString(options)),
            StoreProvider.PostgreSql => (ProviderName.PostgreSQL15, options.ConnectionString ?? throw new ArgumentException("PostgreSQL needs a connection string", nameof(options))),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Provider, "unknown store provider"),
        };
        var oneWriter = options.Provider == StoreProvider.Sqlite;
        return ConfigurationFactory.ParseString($$"""
            akka.persistence {
              journal.plugin = "{{journalId}}"
              snapshot-store.plugin = "{{snapshotId}}"
            }
            {{journalId}} {
              class = "{{typeof(ResilientSqlJournal).AssemblyQualifiedName}}"
              plugin-id = "{{journalId}}"
              write-time-limit = {{StoreWiring.WriteTimeLimit.TotalMilliseconds}}ms
              {{Common(provider, connection, oneWriter)}}
            }
            {{snapshotId}} {
              class = "{{typeof(ResilientSqlSnapshotStore).AssemblyQualifiedName}}"
              plugin-id = "{{snapshotId}}"
              one-writer = {{(oneWriter ? "on" : "off")}}
              {{Common(provider, connection, oneWriter)}}
            }
            """);
    }

    // The breaker stays shut. Open, it would fail writes without asking our journal (stopping their actors) and
    // recoveries long after the store is back; its call timeout would do the same to slow ones.
    private static string Common(string provider, string connection, bool oneWriter) => $$"""
        provider-name = "{{provider}}"
        connection-string = {{Quoted(connection)}}
        auto-initialize = on
        use-clone-connection = off
        tag-write-mode = Csv
        circuit-breaker { max-failures = 2147483647, call-timeout = 60s, reset-timeout = 1s }
        {{(oneWriter ? Sqlite : "")}}
        """;

    // One write at a time: the file has one writer. Reads begin deferred (which is what the driver makes of
    // read-uncommitted without a shared cache), or they would take the writer's lock.
    private const string Sqlite = """
        parallelism = 1
        read-isolation-level = read-uncommitted
        """;

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
