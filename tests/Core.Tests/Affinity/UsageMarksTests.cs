using CsCheck;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Affinity;
using Xunit;

namespace MultiplexCluster.Core.Tests.Affinity;

public sealed class UsageMarksTests
{
    private static readonly Gen<(Act Act, int Key, int Taker)[]> Acts =
        Gen.Select(Gen.Int[0, 6].Select(act => (Act)act), Gen.Int[0, 5], Gen.Int[0, 3]).Array[0, 80];

    private enum Act
    {
        Note,
        Take,
        Return,
        Write,
        WriteFails,
        AnswerIsLost,
        Crash,
    }

    // A taker that gives back has not booked; all others that were granted have.
    [Fact]
    public void Whatever_fails_a_response_is_granted_once_until_it_is_given_back() => Acts.Sample(acts =>
    {
        var (store, memory) = (new Store(), new PartitionMemory(100));
        Dictionary<ObjectKey, UsageTaker> holders = [];
        void Grant(UsageMark mark)
        {
            if (holders.TryGetValue(mark.Key, out var holder))
            {
                Assert.Equal(holder, mark.Taker);
            }

            holders[mark.Key] = mark.Taker!.Value;
        }

        foreach (var (act, number, name) in acts)
        {
            var (key, taker) = (Key(number), Taker(name));
            switch (act)
            {
                case Act.Note:
                    memory.Note([], [key]);
                    break;
                case Act.Take when memory.Take(key, taker) == UsageClaim.Granted:
                    Grant(new UsageMark(key, taker));
                    break;
                case Act.Return when holders.TryGetValue(key, out var holder) && holder == taker:
                    Assert.True(memory.Return(key, taker));
                    holders.Remove(key);
                    break;
                case Act.Write:
                    store.Write(memory).ForEach(Grant);
                    break;
                case Act.WriteFails:
                    memory.NextEvent(3);
                    memory.Failed();
                    break;
                case Act.AnswerIsLost:
                    store.Keep(memory.NextEvent(3));
                    memory.Failed();
                    break;
                case Act.Crash:
                    // A courier whose return was lost with the memory says nothing more: nobody can book them.
                    memory = store.Recovered();
                    break;
            }
        }
    });

    [Fact]
    public void What_was_granted_stays_so_after_a_crash_and_over_a_snapshot() => Acts.Sample(acts =>
    {
        var (store, memory) = (new Store(), new PartitionMemory(100));
        Dictionary<ObjectKey, UsageTaker> granted = [];
        foreach (var (act, number, name) in acts)
        {
            memory.Note([], act == Act.Note ? [Key(number)] : []);
            if (act == Act.Take)
            {
                memory.Take(Key(number), Taker(name));
            }

            if (act == Act.Write)
            {
                store.Write(memory).ForEach(mark => granted.Add(mark.Key, mark.Taker!.Value));
            }
        }

        var fromSnapshot = new PartitionMemory(100);
        var snapshot = memory.Snapshot();
        fromSnapshot.Recover(snapshot.Places, snapshot.Marks);
        foreach (var (key, taker) in granted)
        {
            Assert.Equal(UsageClaim.Granted, store.Recovered().Take(key, taker));
            Assert.Equal(UsageClaim.Granted, fromSnapshot.Take(key, taker));
            Assert.Equal(UsageClaim.Refused, fromSnapshot.Take(key, Taker(9)));
        }
    });

    [Fact]
    public void No_more_are_remembered_than_may_be_and_the_newest() => Gen.Select(Gen.Int[0, 12].Array[0, 60], Gen.Int[1, 8]).Sample((notes, capacity) =>
    {
        var marks = new UsageMarks(capacity);
        List<ObjectKey> expected = [];
        foreach (var key in notes.Select(Key))
        {
            var isNews = !expected.Contains(key);
            Assert.Equal(isNews, marks.Note(key));
            if (isNews)
            {
                expected = [.. expected.Append(key).TakeLast(capacity)];
            }

            Assert.Equal(expected, marks.Stored.Select(mark => mark.Key));
            Assert.Equal(expected.Count, marks.Count);
        }
    });

    [Fact]
    public void A_store_that_is_away_long_costs_no_memory()
    {
        var marks = new UsageMarks(2);
        var unsaved = new UnsavedMarks(marks);
        foreach (var key in Enumerable.Range(0, 50).Select(Key))
        {
            marks.Note(key);
            unsaved.Add(key);
            unsaved.Prune();
            Assert.InRange(unsaved.Count, 1, 2);
        }

        Assert.Equal([new(Key(48), null), new(Key(49), null)], unsaved.Take(9));
    }

    [Fact]
    public void A_mark_that_is_repeated_after_its_tokens_were_taken_counts_for_nothing()
    {
        var (store, memory) = (new Store(), new PartitionMemory(4));
        memory.Note([], [Key(1)]);
        memory.Take(Key(1), Taker(1));
        Assert.Equal([new(Key(1), Taker(1))], store.Write(memory));

        memory.Note([], [Key(1)]);

        Assert.False(memory.HasMore);
        Assert.Equal(UsageClaim.Refused, memory.Take(Key(1), Taker(2)));
        Assert.Equal(UsageClaim.Granted, memory.Take(Key(1), Taker(1)));
    }

    private static ObjectKey Key(int number) => new(number, number);

    private static UsageTaker Taker(int number) => new(7, number);

    /// <summary>Keeps events as a journal does.</summary>
    private sealed class Store
    {
        private readonly List<Contracts.Durability.ObjectsNoted> _events = [];

        public void Keep(Contracts.Durability.ObjectsNoted? written)
        {
            if (written is not null)
            {
                _events.Add(written);
            }
        }

        public List<UsageMark> Write(PartitionMemory memory)
        {
            if (memory.NextEvent(3) is not { } next)
            {
                return [];
            }

            _events.Add(next);
            return [.. memory.Saved()];
        }

        public PartitionMemory Recovered()
        {
            var memory = new PartitionMemory(100);
            _events.ForEach(each => memory.Recover(each.Places, each.Marks));
            return memory;
        }
    }
}
