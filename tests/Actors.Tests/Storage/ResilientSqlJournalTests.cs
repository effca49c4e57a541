using System.Diagnostics;
using static MultiplexCluster.Actors.Tests.Storage.LedgerActor.Answer;

namespace MultiplexCluster.Actors.Tests.Storage;

public sealed class ResilientSqlJournalTests : IDisposable
{
    private const string CopyOfLastEventAtNextNumber = """
        INSERT INTO journal (ordering, deleted, persistence_id, sequence_number, created, tags, message, identifier, manifest, writer_uuid)
        SELECT ordering + 1, deleted, persistence_id, sequence_number + 1, created, tags, message, identifier, manifest, writer_uuid
        FROM journal ORDER BY sequence_number DESC LIMIT 1
        """;

    private readonly StoreOnDisk _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_was_remembered_is_there_after_a_restart()
    {
        await using (var first = await Ledger.Start(_store))
        {
            Assert.Equal(Remembered, await first.Remember("a"));
            Assert.Equal(Remembered, await first.Remember("b"));
        }

        await using var second = await Ledger.Start(_store);
        Assert.Equal(["a", "b"], (await second.Read()).Ids);
    }

    [Fact]
    public async Task A_locked_store_rejects_within_seconds_and_the_actor_serves_on()
    {
        await using (var ledger = await Ledger.Start(_store))
        {
            Assert.Equal(Remembered, await ledger.Remember("a"));
            using (_store.Lock())
            {
                var started = Stopwatch.GetTimestamp();
                Assert.Equal(LedgerActor.Answer.Rejected, await ledger.Remember("b"));
                Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 1, 8);
                Assert.Equal(["a"], (await ledger.Read()).Ids);
            }

            Assert.Equal(Remembered, await ledger.Remember("c"));
            Assert.Equal(3, (await ledger.Read()).LastSequenceNr);
        }

        await using var recovered = await Ledger.Start(_store);
        Assert.Equal(["a", "c"], (await recovered.Read()).Ids);
        Assert.Equal(Remembered, await recovered.Remember("d"));
        Assert.Equal(4, (await recovered.Read()).LastSequenceNr);
    }

    [Fact]
    public async Task A_rejected_write_that_was_stored_nevertheless_does_not_block_later_ones_and_is_replayed()
    {
        await using (var ledger = await Ledger.Start(_store))
        {
            Assert.Equal(Remembered, await ledger.Remember("a"));
            using (_store.Lock())
            {
                Assert.Equal(LedgerActor.Answer.Rejected, await ledger.Remember("b"));
            }

            _store.Execute(CopyOfLastEventAtNextNumber);
            Assert.Equal(Remembered, await ledger.Remember("c"));
            Assert.Equal(["a", "c"], (await ledger.Read()).Ids);
        }

        await using var recovered = await Ledger.Start(_store);
        Assert.Equal(["a", "a", "c"], (await recovered.Read()).Ids);
    }

    [Fact]
    public async Task A_snapshot_after_the_rejection_hides_a_write_that_was_stored_nevertheless()
    {
        await using (var ledger = await Ledger.Start(_store))
        {
            Assert.Equal(Remembered, await ledger.Remember("a"));
            using (_store.Lock())
            {
                Assert.Equal(LedgerActor.Answer.Rejected, await ledger.Remember("b"));
            }

            _store.Execute(CopyOfLastEventAtNextNumber);
            Assert.Equal(Saved, await ledger.Save());
        }

        await using var recovered = await Ledger.Start(_store);
        Assert.Equal(["a"], (await recovered.Read()).Ids);
    }

    [Fact]
    public async Task More_failures_than_the_breaker_would_bear_still_only_reject()
    {
        await using var ledger = await Ledger.Start(_store);
        Assert.Equal(Remembered, await ledger.Remember("a"));
        _store.Execute("ALTER TABLE journal RENAME TO elsewhere");
        for (var attempt = 0; attempt < 25; attempt++)
        {
            Assert.Equal(LedgerActor.Answer.Rejected, await ledger.Remember("b"));
        }

        _store.Execute("ALTER TABLE elsewhere RENAME TO journal");
        Assert.Equal(Remembered, await ledger.Remember("c"));
    }
}
