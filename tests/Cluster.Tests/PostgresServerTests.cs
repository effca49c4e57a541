using MultiplexCluster.Cluster.Database;
using Npgsql;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

public sealed class PostgresServerTests
{
    [ClusterFact]
    public async Task A_test_server_keeps_its_data_through_stop_and_crash_and_answers_nobody_while_frozen()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.CreateDatabaseAsync("kept");
        await server.QueryAsync("kept", "CREATE TABLE t (v int); INSERT INTO t VALUES (7)");

        await server.StopAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => server.QueryAsync("kept", "SELECT v FROM t"));
        await server.StartAgainAsync();
        Assert.Equal(["7"], await server.QueryAsync("kept", "SELECT v FROM t"));

        await server.CrashAsync();
        await server.StartAgainAsync();
        Assert.Equal(["7"], await server.QueryAsync("kept", "SELECT v FROM t"));

        await using var connection = new NpgsqlConnection(server.ConnectionString("kept") + ";Command Timeout=1;Cancellation Timeout=-1;Timeout=3");
        await connection.OpenAsync();
        server.Freeze();
        await using (var command = new NpgsqlCommand("SELECT v FROM t", connection))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => command.ExecuteScalarAsync());
        }

        server.Thaw();
        Assert.Equal(["7"], await server.QueryAsync("kept", "SELECT v FROM t"));
    }
}
