using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using MultiplexCluster.Actors.Storage;

namespace MultiplexCluster.Actors.Tests.Storage;

public sealed class SqliteFileTests : IDisposable
{
    private readonly StoreOnDisk _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task The_file_writes_ahead_and_only_its_owner_may_read_it()
    {
        await using var ledger = await Ledger.Start(_store);
        await ledger.Remember("a");

        Assert.Equal("wal", _store.Scalar("PRAGMA journal_mode"));
        AssertPrivate();
    }

    [Theory]
    [InlineData(true, 2L)]
    [InlineData(false, 1L)]
    public void The_journal_waits_for_the_disk_and_the_snapshot_store_does_not(bool journal, long synchronous)
    {
        SqliteFile.Prepare(_store.Options);
        var options = journal ? SqliteConnections.Journal(_store.Options) : SqliteConnections.Snapshots(_store.Options);
        using var connection = new DataConnection(options);

        Assert.Equal(synchronous, connection.Execute<long>("PRAGMA synchronous"));
        Assert.Equal(3000L, connection.Execute<long>("PRAGMA busy_timeout"));
    }

    [Fact]
    public async Task The_probe_finds_the_store_and_misses_it_when_it_is_gone()
    {
        SqliteFile.Prepare(_store.Options);
        var probe = new StoreProbe(_store.Options);
        Assert.True(await probe.IsReachable());

        SqliteConnection.ClearAllPools();
        File.Delete(_store.FilePath);
        Assert.False(await probe.IsReachable());
        Assert.False(File.Exists(_store.FilePath));
    }

    private void AssertPrivate()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(_store.Options.DataDirectory));
        foreach (var path in System.IO.Directory.GetFiles(_store.Options.DataDirectory))
        {
            Assert.Equal(file, File.GetUnixFileMode(path));
        }
    }
}
