using Akka.TestKit;
using MultiplexCluster.Actors.Affinity;
using MultiplexCluster.Actors.Tests.Time;
using MultiplexCluster.Core.Affinity;

namespace MultiplexCluster.Actors.Tests.Affinity;

public sealed class ObjectCourierTests : TimedSpec
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private readonly RecentObjects _recent = new(100);
    private readonly TestProbe _region;
    private readonly IActorRef _courier;

    public ObjectCourierTests()
    {
        _region = CreateTestProbe("region");
        _courier = Sys.ActorOf(ObjectCourier.Props(_region, _recent));
    }

    [Fact]
    public void Notes_are_repeated_until_they_are_kept()
    {
        Note(1);
        var first = Next<NoteObjects>(_region);
        Assert.Equal((ObjectPartitions.Of(Key(1)), Place(1)), (first.Partition, Assert.Single(first.Places)));

        PassMs(2_500);
        var again = Next<NoteObjects>(_region);
        Assert.Equal((first.Number, first.Partition, Place(1)), (again.Number, again.Partition, Assert.Single(again.Places)));

        _courier.Tell(new ObjectsKept(first.Number), _region);
        PassMs(5_000);
        Assert.Empty(Received(_region));
    }

    [Fact]
    public void Notes_that_never_become_durable_are_bounded()
    {
        for (var i = 0; i < ObjectCourier.MostUnkept + 5_000; i++)
        {
            Note(i);
        }

        // The second time for what the courier tells itself after the last note.
        Settle();
        Settle();
        Received(_region);
        PassMs(2_500);
        var repeated = Received(_region).Cast<NoteObjects>().Sum(note => note.Places.Count);
        Assert.InRange(repeated, ObjectCourier.MostUnkept - ObjectCourier.MostPerMessage, ObjectCourier.MostUnkept);
    }

    [Fact]
    public async Task A_question_is_repeated_until_it_is_answered_and_the_answer_remembered()
    {
        var (one, two) = (Seek(1), Seek(1));
        Assert.Equal(Key(1), Next<FindObject>(_region).Key);
        PassMs(600);
        Assert.Equal(Key(1), Next<FindObject>(_region).Key);

        _courier.Tell(new ObjectFound(Key(1), A), _region);

        Assert.Equal([A, A], await Task.WhenAll(one, two));
        Assert.Equal(A, _recent.Find(Key(1)));
    }

    [Fact]
    public async Task What_nobody_knows_is_not_remembered()
    {
        var asked = Seek(1);
        _courier.Tell(new ObjectFound(Key(1), null), _region);

        Assert.Null(await asked);
        Assert.Null(_recent.Find(Key(1)));
    }

    [Fact]
    public async Task A_question_without_an_answer_counts_as_unknown_after_three_seconds()
    {
        var asked = Seek(1);
        PassMs(2_900);
        Assert.False(asked.IsCompleted);
        PassMs(600);

        Assert.Null(await asked);
    }

    [Fact]
    public async Task Its_end_leaves_nobody_waiting()
    {
        var asked = Seek(1);
        Settle();
        Sys.Stop(_courier);

        Assert.Null(await asked);
    }

    protected override void Settle() => _courier.Ask<ActorIdentity>(new Identify(0), TimeSpan.FromSeconds(15)).Wait();

    private static ObjectKey Key(int key) => new(key, key);

    private static ObjectPlace Place(int key) => new(Key(key), A);

    private void Note(int key) => _courier.Tell(new NotePlace(Place(key)));

    private Task<EndpointId?> Seek(int key)
    {
        var answer = new TaskCompletionSource<EndpointId?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _courier.Tell(new SeekPlace(Key(key), answer));
        return answer.Task;
    }
}
