using Akka.TestKit;
using MultiplexCluster.Actors.Affinity;
using MultiplexCluster.Actors.Tests.Time;
using MultiplexCluster.Core.Affinity;

namespace MultiplexCluster.Actors.Tests.Affinity;

/// <summary>A courier's marks, and its questions for tokens.</summary>
public sealed class UsageQuestionTests : TimedSpec
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private static readonly ObjectKey Key = new(1, 1);
    private readonly TestProbe _region;
    private readonly IActorRef _courier;

    public UsageQuestionTests()
    {
        _region = CreateTestProbe("region");
        _courier = Sys.ActorOf(ObjectCourier.Props(_region, new RecentObjects(100)));
    }

    [Fact]
    public void Marks_are_repeated_until_they_are_kept()
    {
        _courier.Tell(new NotePlace(new ObjectPlace(Key, A)));
        _courier.Tell(new NoteUnbooked(Key));
        var first = Received<NoteObjects>();
        Assert.Equal([Key], first.SelectMany(note => note.Unbooked ?? []));

        PassMs(2_500);
        Assert.Equal([Key], Received<NoteObjects>().SelectMany(note => note.Unbooked ?? []));

        first.ForEach(note => _courier.Tell(new ObjectsKept(note.Number), _region));
        PassMs(5_000);
        Assert.Empty(Received(_region));
    }

    [Fact]
    public void A_mark_of_this_node_reaches_the_partition_before_its_question()
    {
        _courier.Tell(new NoteUnbooked(Key));
        _ = Seek();
        Settle();

        Assert.Equal([typeof(NoteObjects), typeof(TakeUsage)], Received(_region).Select(message => message.GetType()));
    }

    [Fact]
    public async Task A_question_is_repeated_as_the_same_until_it_is_answered_and_two_are_never_one()
    {
        var (one, two) = (Seek(), Seek());
        PassMs(650);
        var asked = Received<TakeUsage>();
        var takers = asked.Select(take => take.Taker).Distinct().ToList();
        Assert.Equal((6, 2), (asked.Count, takers.Count));

        _courier.Tell(new UsageTaken(Key, takers[1], IsGranted: false), _region);
        _courier.Tell(new UsageTaken(Key, takers[0], IsGranted: true), _region);
        _courier.Tell(new UsageTaken(Key, takers[0], IsGranted: true), _region);

        Assert.Equal((true, false), (await one, await two));
        PassMs(5_000);
        Assert.Empty(Received(_region));
    }

    [Fact]
    public async Task What_is_granted_when_nobody_waits_any_more_goes_back_as_often_as_it_comes()
    {
        var asked = Seek();
        PassMs(3_500);
        Assert.False(await asked);
        var taker = Received<TakeUsage>()[0].Taker;

        _courier.Tell(new UsageTaken(Key, taker, IsGranted: true), _region);
        _courier.Tell(new UsageTaken(Key, taker, IsGranted: true), _region);

        Settle();
        Assert.Equal(Enumerable.Repeat(new ReturnUsage(ObjectPartitions.Of(Key), Key, taker), 2), Received(_region));
    }

    // Defect: what a node had granted that was killed before it could say so was asked for no more, and nobody ever booked it.
    [Fact]
    public async Task A_question_that_stays_unanswered_goes_back_until_that_is_confirmed()
    {
        var asked = Seek();
        PassMs(3_300);
        Assert.False(await asked);
        var taker = Received<TakeUsage>()[0].Taker;
        var back = new ReturnUsage(ObjectPartitions.Of(Key), Key, taker);
        PassMs(5_000);
        Assert.All(Received<ReturnUsage>(), message => Assert.Equal(back, message));
        PassMs(1_500);
        Assert.NotEmpty(Received<ReturnUsage>());

        _courier.Tell(new UsageTaken(Key, taker, IsGranted: false), _region);
        PassMs(5_000);
        Assert.Empty(Received(_region));

        _courier.Tell(new UsageTaken(Key, taker, IsGranted: true), _region);
        PassMs(1_500);
        Assert.InRange(Received<ReturnUsage>().Count, 2, 3);
    }

    [Fact]
    public void A_question_is_forgotten_in_the_end()
    {
        _ = Seek();
        for (var passed = TimeSpan.Zero; passed < UsageQuestions.GivesBackFor; passed += TimeSpan.FromSeconds(10))
        {
            PassMs(10_000);
        }

        _ = Received(_region);
        PassMs(5_000);
        Assert.Empty(Received(_region));
    }

    [Fact]
    public void What_is_granted_to_a_call_that_gave_up_by_itself_goes_back()
    {
        var answer = new TaskCompletionSource<bool>();
        _courier.Tell(new SeekUsage(Key, answer));
        var taker = Next<TakeUsage>(_region).Taker;
        answer.SetResult(false);

        _courier.Tell(new UsageTaken(Key, taker, IsGranted: true), _region);

        Assert.Equal(taker, Next<ReturnUsage>(_region).Taker);
    }

    [Fact]
    public async Task Its_end_leaves_nobody_waiting()
    {
        var asked = Seek();
        Settle();
        Sys.Stop(_courier);

        Assert.False(await asked);
    }

    protected override void Settle() => _courier.Ask<ActorIdentity>(new Identify(0), TimeSpan.FromSeconds(15)).Wait();

    private List<T> Received<T>()
    {
        // The second time for what the courier tells itself after the last note.
        Settle();
        Settle();
        return [.. Received(_region).OfType<T>()];
    }

    private Task<bool> Seek()
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _courier.Tell(new SeekUsage(Key, answer));
        return answer.Task;
    }
}
