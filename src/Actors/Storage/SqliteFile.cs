using Microsoft.Data.Sqlite;

namespace MultiplexCluster.Actors.Storage;

/// <summary>The SQLite file: where it is, who may read it, and that it writes ahead.</summary>
internal static class SqliteFile
{
    /// <summary>The file's name in the data directory.</summary>
    internal const string Name = "multiplex.db";

    /// <summary>How long a statement waits for the file's one writer, in seconds.</summary>
    internal const int BusySeconds = 3;

    internal static string ConnectionString(StoreOptions options) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(options.DataDirectory, Name),
        DefaultTimeout = BusySeconds,
    }.ToString();

    /// <summary>
    /// Makes directory (0700) and file (0600) and turns write-ahead logging on, which the file remembers. With it
    /// readers never wait for the writer, and what is committed survives the end of the process.
    /// </summary>
    internal static void Prepare(StoreOptions options)
    {
        var path = Path.Combine(options.DataDirectory, Name);
        CreatePrivately(options.DataDirectory, path);
        using var connection = new SqliteConnection(ConnectionString(options));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        if (command.ExecuteScalar() is not "wal")
        {
            throw new InvalidOperationException($"{path} cannot write ahead: is it on a network file system?");
        }
    }

    private static void CreatePrivately(string directory, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(directory);
            return;
        }

        System.IO.Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // SQLite gives its -wal and -shm files the mode of the database file.
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = owner }))
        {
        }

        File.SetUnixFileMode(path, owner);
    }
}
