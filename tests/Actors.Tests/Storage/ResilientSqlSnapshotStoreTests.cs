using static MultiplexCluster.Actors.Tests.Storage.LedgerActor.Answer;

namespace MultiplexCluster.Actors.Tests.Storage;

public sealed class ResilientSqlSnapshotStoreTests : IDisposable
{
    private readonly StoreOnDisk _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Saving_again_at_the_same_number_replaces_the_row()
    {
        await using var ledger = await Ledger.Start(_store);
        Assert.Equal(Remembered, await ledger.Remember("a"));
        for (var time = 0; time < 5; time++)
        {
            Assert.Equal(Saved, await ledger.Save());
        }

        Assert.Equal(1L, _store.Scalar("SELECT count(*) FROM snapshot"));
    }

    [Fact]
    public async Task A_save_that_fails_is_a_message_and_the_actor_serves_on()
    {
        await using var ledger = await Ledger.Start(_store);
        Assert.Equal(Remembered, await ledger.Remember("a"));
        using (_store.Lock())
        {
            Assert.Equal(NotSaved, await ledger.Save());
        }

        Assert.Equal(Saved, await ledger.Save());
        Assert.Equal(["a"], (await ledger.Read()).Ids);
    }

    [Fact]
    public async Task A_save_that_fails_leaves_the_earlier_snapshot_at_the_same_number()
    {
        await using (var ledger = await Ledger.Start(_store))
        {
            Assert.Equal(Remembered, await ledger.Remember("a"));
            Assert.Equal(Saved, await ledger.Save());

            // Fails at once, and by the time Akka cleans up after it, the store can be written again.
            _store.Execute("CREATE TRIGGER refuse BEFORE INSERT ON snapshot BEGIN SELECT RAISE(ABORT, 'refused'); END");
            Assert.Equal(NotSaved, await ledger.Save());
            _store.Execute("DROP TRIGGER refuse");
            Assert.Equal(Remembered, await ledger.Remember("b"));
        }

        Assert.Equal(1L, _store.Scalar("SELECT count(*) FROM snapshot"));
        await using var recovered = await Ledger.Start(_store);
        Assert.Equal(["a", "b"], (await recovered.Read()).Ids);
    }
}
