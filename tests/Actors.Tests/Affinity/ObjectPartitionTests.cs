using Akka.TestKit;
using MultiplexCluster.Actors.Affinity;
using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Actors.Tests.Time;
using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Affinity;

public sealed class ObjectPartitionTests : TimedSpec
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private static readonly EndpointId B = EndpointId.Parse("b");
    private readonly CheckpointPace _pace = new(TimeSpan.FromMilliseconds(50));
    private readonly TestProbe _courier;
    private readonly TestProbe _barrier;
    private int _capacity = 100;
    private long _number;
    private long _sync;
    private IActorRef _partition;

    public ObjectPartitionTests()
    {
        (_courier, _barrier) = (CreateTestProbe("courier"), CreateTestProbe("barrier"));
        _partition = Started();
    }

    [Fact]
    public void What_is_noted_is_found_at_once_and_after_a_restart()
    {
        Note(A, 1, 2);
        Note(B, 3);
        Assert.Equal([A, A, B, null], Found(1, 2, 3, 4));

        Kept();
        Restart();

        Assert.Equal([A, A, B, null], Found(1, 2, 3, 4));
    }

    [Fact]
    public void What_is_noted_within_a_moment_is_one_event_and_what_is_known_none()
    {
        for (var i = 0; i < 20; i++)
        {
            Note(A, i);
        }

        Kept();
        Assert.Equal(1, Store.Writes);

        Note(A, 1, 2, 3);
        Assert.Equal(_number, Next<ObjectsKept>(_courier).Number);
        PassMs(1_000);
        Assert.Equal(1, Store.Writes);
    }

    [Fact]
    public void Nothing_counts_as_kept_before_it_is_written()
    {
        var go = new TaskCompletionSource();
        Store.WritesGo = go.Task;
        Note(A, 1);
        PassMs(60);
        Note(A, 2);
        PassMs(60);
        Note(A, 1);
        PassMs(1_000);
        Assert.Empty(Received(_courier));
        Assert.Equal([A, A], Found(1, 2));

        go.SetResult();

        Kept();
    }

    [Fact]
    public void A_store_that_is_away_takes_nothing_from_the_memory_and_gets_all_once_it_is_back()
    {
        Store.RejectsWrites = true;
        Note(A, 1);
        PassMs(100);
        Note(B, 2);
        Note(B, 1);
        PassMs(3_000);
        Assert.Equal([B, B], Found(1, 2));
        Assert.Empty(Received(_courier));

        Store.RejectsWrites = false;
        Kept();
        Restart();

        Assert.Equal([B, B], Found(1, 2));
    }

    [Fact]
    public void A_write_whose_answer_was_lost_is_written_again_and_changes_nothing()
    {
        Store.LosesAnswers = true;
        Note(A, 1);
        PassMs(100);
        Note(B, 1);
        AwaitAssert(() => Assert.True(Store.Writes > 0));
        Store.LosesAnswers = false;
        Kept();

        Restart();

        Assert.Equal([B], Found(1));
    }

    [Fact]
    public void The_oldest_are_forgotten_also_by_a_restart_with_less_room()
    {
        Note(A, [.. Enumerable.Range(0, 150)]);
        Assert.Equal([null, A, A], Found(49, 50, 149));
        Kept();

        _capacity = 10;
        Restart();

        Assert.Equal([null, A], Found(139, 149));
    }

    [Fact]
    public void Many_events_become_a_snapshot_that_holds_everything()
    {
        for (var i = 0; i < 120; i++)
        {
            Note(A, i);
            Kept();
        }

        AwaitAssert(() => Assert.NotEmpty(Store.Saves));
        Assert.Equal(60, ((ObjectMemorySnapshot)Store.Saves[0].Snapshot).Places.Count);
        Note(B, 500);
        Kept();
        Restart();

        Assert.Equal([null, A, B], Found(20, 119, 500));
    }

    [Fact]
    public void A_hand_off_takes_along_what_is_not_written_yet()
    {
        Note(A, 1);
        HandOff();

        _partition = Started();
        Assert.Equal([A], Found(1));
    }

    [Fact]
    public void A_store_that_is_away_holds_no_hand_off_up()
    {
        Store.RejectsWrites = true;
        Note(A, 1);
        HandOff();
        Assert.Empty(Received(_courier));
    }

    [Fact]
    public void A_store_that_does_not_answer_holds_a_hand_off_up_for_two_seconds()
    {
        var go = new TaskCompletionSource();
        Store.WritesGo = go.Task;
        Note(A, 1);
        _barrier.Watch(_partition);
        _partition.Tell(HandOffObjects.Instance);
        Settle();
        Clock.Step(Clock.MonotonicClock + TimeSpan.FromSeconds(2));
        EndOf(_barrier, _partition);
        go.SetResult();
    }

    protected override void Settle()
    {
        var barrier = new ObjectKey(-1, ++_sync);
        _partition.Tell(new FindObject(7, barrier), _barrier);
        _barrier.FishForMessage(m => m is ObjectFound found && found.Key == barrier, TimeSpan.FromSeconds(15));
    }

    private IActorRef Started() => Sys.ActorOf(ObjectPartition.Props("7", _capacity, _pace, eventsPerSnapshot: 60));

    private void Note(EndpointId endpoint, params int[] keys) =>
        _partition.Tell(new NoteObjects(7, ++_number, [.. keys.Select(k => new ObjectPlace(new ObjectKey(k, k), endpoint))]), _courier);

    private void Kept()
    {
        var last = _number;
        PassUntil<ObjectsKept>(_courier, kept => kept.Number == last);
    }

    private List<EndpointId?> Found(params int[] keys) =>
    [
        .. keys.Select(k =>
        {
            _partition.Tell(new FindObject(7, new ObjectKey(k, k)), _barrier);
            return Next<ObjectFound>(_barrier).Endpoint;
        }),
    ];

    private void HandOff()
    {
        _barrier.Watch(_partition);
        _partition.Tell(HandOffObjects.Instance);
        EndOf(_barrier, _partition);
    }

    private void Restart()
    {
        _barrier.Watch(_partition);
        Sys.Stop(_partition);
        EndOf(_barrier, _partition);
        _partition = Started();
    }
}
