using CsCheck;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Affinity;
using Xunit;

namespace MultiplexCluster.Core.Tests.Affinity;

public sealed class UsageMarksTests
{
    private static readonly Gen<(Act Act, int Key, int Taker)[]> Acts =
        Gen.Select(Gen.Int[0, (int)Act.Crash].Select(act => (Act)act), Gen.Int[0, 1], Gen.Int[0, 3]).Array[0, 60];

    private const int Games = 3_000;

    private enum Act
    {
        Note,
        Take,
        TakeToo,
        Return,
        WriteBegins,
        WriteIsStored,
        WriteFails,
        AnswerIsLost,
        Crash,
    }

    [Fact]
    public void Whatever_fails_one_call_at_most_books_a_response() => Acts.Sample(acts => new Stage().Play(acts), iter: Games);

    [Fact]
    public void Without_a_crash_whatever_else_fails_one_call_does() => Acts.Sample(acts =>
    {
        var play = new Stage();
        play.Play([.. acts.Where(act => act.Act != Act.Crash)]);

        play.PlayToTheEnd();

        var noted = acts.Where(act => act.Act == Act.Note).Select(act => Key(act.Key));
        Assert.Equal(noted.ToHashSet(), play.Booked.Keys.ToHashSet());
    }, iter: Games);

    [Fact]
    public void What_is_stored_is_what_is_known_and_never_a_claim_that_nobody_heard_granted() => Acts.Sample(acts =>
    {
        var play = new Stage();
        play.Play([.. acts.Where(act => act.Act != Act.Crash)]);
        Assert.All(play.Snapshot().Where(mark => mark.Taker?.Number % 2 == 0), mark => Assert.Equal(play.Booked.GetValueOrDefault(mark.Key), mark.Taker));

        play.PlayWrites();

        Assert.Equal(play.Snapshot(), (play.Recovered().Snapshot().Marks ?? []).ToHashSet());
    }, iter: Games);

    [Fact]
    public void What_was_granted_stays_so_after_a_crash_and_over_a_snapshot() => Acts.Sample(acts =>
    {
        var play = new Stage();
        play.Play(acts);
        foreach (var (key, taker) in play.Booked)
        {
            Assert.All([play.Recovered(), play.OfSnapshot()], memory => Assert.Equal(
                (UsageClaim.Granted, UsageClaim.Refused), (memory.Take(key, taker), memory.Take(key, Taker(99)))));
        }
    }, iter: Games);

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
        var memory = new PartitionMemory(4);
        memory.Note([], [Key(1)]);
        memory.Take(Key(1), Taker(2));
        memory.NextEvent(9);
        Assert.Equal([new(Key(1), Taker(2))], memory.Saved());

        memory.Note([], [Key(1)]);

        Assert.False(memory.HasMore);
        Assert.Equal((UsageClaim.Refused, UsageClaim.Granted), (memory.Take(Key(1), Taker(4)), memory.Take(Key(1), Taker(2))));
    }

    private static ObjectKey Key(int number) => new(number, number);

    private static UsageTaker Taker(int number) => new(7, number);

    /// <summary>A memory with its journal, and takers: those with an even number book what they are granted, the others waited no longer and give it back.</summary>
    private sealed class Stage
    {
        private readonly List<ObjectsNoted> _journal = [];
        private PartitionMemory _memory = new(100);
        private ObjectsNoted? _beingWritten;

        public Dictionary<ObjectKey, UsageTaker> Booked { get; } = [];

        public void Play(IEnumerable<(Act Act, int Key, int Taker)> acts)
        {
            foreach (var (act, key, taker) in acts)
            {
                Do(act, Key(key), Taker(taker));
            }
        }

        /// <summary>All who waited too long give back, and a last one asks for each.</summary>
        public void PlayToTheEnd()
        {
            for (var key = 0; key <= 1; key++)
            {
                PlayWrites();
                Play([(Act.Return, key, 1), (Act.Return, key, 3), (Act.Take, key, 100)]);
                PlayWrites();
            }
        }

        /// <summary>Writes all there is.</summary>
        public void PlayWrites()
        {
            Play([(Act.WriteIsStored, 0, 0)]);
            while (_memory.HasMore)
            {
                Play([(Act.WriteBegins, 0, 0), (Act.WriteIsStored, 0, 0)]);
            }
        }

        public HashSet<UsageMark> Snapshot() => [.. _memory.Snapshot().Marks ?? []];

        public PartitionMemory Recovered()
        {
            var memory = new PartitionMemory(100);
            _journal.ForEach(each => memory.Recover(each.Places, each.Marks));
            return memory;
        }

        public PartitionMemory OfSnapshot()
        {
            var (memory, snapshot) = (new PartitionMemory(100), _memory.Snapshot());
            memory.Recover(snapshot.Places, snapshot.Marks);
            return memory;
        }

        private void Do(Act act, ObjectKey key, UsageTaker taker)
        {
            switch (act)
            {
                case Act.Note:
                    _memory.Note([], [key]);
                    break;
                case Act.Take or Act.TakeToo when _memory.Take(key, taker) == UsageClaim.Granted:
                    Hear(key, taker);
                    break;
                case Act.Return when taker.Number % 2 == 1:
                    _memory.Return(key, taker);
                    break;
                case Act.WriteBegins when !_memory.IsSaving:
                    _beingWritten = _memory.NextEvent(1);
                    break;
                case Act.WriteIsStored or Act.WriteFails or Act.AnswerIsLost when _memory.IsSaving:
                    EndWrite(act);
                    break;
                case Act.Crash:
                    _memory = Recovered();
                    break;
            }
        }

        private void EndWrite(Act act)
        {
            if (act != Act.WriteFails)
            {
                _journal.Add(_beingWritten!);
            }

            if (act != Act.WriteIsStored)
            {
                _memory.Failed();
                return;
            }

            foreach (var mark in _memory.Saved())
            {
                Hear(mark.Key, mark.Taker!.Value);
            }
        }

        private void Hear(ObjectKey key, UsageTaker taker)
        {
            if (taker.Number % 2 == 0 && !Booked.TryAdd(key, taker))
            {
                Assert.Equal(Booked[key], taker);
            }
        }
    }
}
