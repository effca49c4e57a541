using Akka.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiplexCluster.Actors.Serialization;
using MultiplexCluster.Actors.Storage;

namespace MultiplexCluster.Actors.Tests.Storage;

/// <summary>A SQLite store in a directory of its own, and actor systems over it by the production wiring.</summary>
internal sealed class StoreOnDisk : IDisposable
{
    private readonly DirectoryInfo _root = System.IO.Directory.CreateTempSubdirectory("multiplex-store-");

    internal StoreOnDisk() => Options = new() { DataDirectory = Path.Combine(_root.FullName, "data") };

    internal StoreOptions Options { get; }

    internal string FilePath => Path.Combine(Options.DataDirectory, "multiplex.db");

    internal async Task<IHost> Start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddAkka("store", akka => akka.WithMultiplexSerialization().WithMultiplexStore(Options));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    internal SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Keeps every writer out until it is disposed of.</summary>
    internal IDisposable Lock()
    {
        var connection = Open();
        Execute(connection, "BEGIN EXCLUSIVE");
        return connection;
    }

    internal void Execute(string sql)
    {
        using var connection = Open();
        Execute(connection, sql);
    }

    internal object? Scalar(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _root.Delete(recursive: true);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
