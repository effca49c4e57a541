namespace MultiplexCluster.Actors.Tests.Endpoints;

/// <summary>In which order those that wait are served.</summary>
public sealed class QueueOrderTests : EndpointSpec
{
    [Fact]
    public void Of_those_that_wait_high_medium_and_low_are_served_eight_to_four_to_one()
    {
        Create();
        var running = Granted();
        var classes = new Dictionary<CallId, PriorityClass>();
        foreach (var priority in Enumerable.Repeat(Enum.GetValues<PriorityClass>(), 13).SelectMany(p => p))
        {
            classes[Queued(priority)] = priority;
        }

        var served = new List<CallId>();
        while (served.Count < 13)
        {
            Ends(running);
            served.Add(running = Turn().CallId);
        }

        Assert.Equal((8, 4, 1), (Count(PriorityClass.High), Count(PriorityClass.Medium), Count(PriorityClass.Low)));
        Assert.Equal(served.Where(c => classes[c] is PriorityClass.High), classes.Keys.Where(c => classes[c] is PriorityClass.High).Take(8));

        int Count(PriorityClass priority) => served.Count(c => classes[c] == priority);
    }

    [Fact]
    public void A_retry_goes_before_newcomers_and_behind_earlier_retries()
    {
        Create();
        var running = Granted();
        var newcomer = Queued();
        var retries = new[] { Queued(isRetry: true), Queued(isRetry: true), Queued(isRetry: true) };

        foreach (var next in retries.Append(newcomer))
        {
            Ends(running);
            Assert.Equal(next, running = Turn().CallId);
        }
    }

    [Fact]
    public void A_place_counts_those_of_its_own_class_that_come_before_it()
    {
        Create();
        Granted();
        Queued(PriorityClass.High);
        var (first, second) = (Place(Queued()), Place(Queued()));
        var retry = Place(Queued(isRetry: true));

        Assert.Equal((1, 2, 1, 4), (first, second, retry, Place(Queued())));

        int Place(CallId call)
        {
            Ask(call);
            return Next<Queued>(Router).Position;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Those_who_left_or_came_too_late_use_up_no_turn_of_their_class(bool withdrawn)
    {
        Create();
        var running = Granted();
        var gone = Enumerable.Range(0, 20).Select(_ => Queued(PriorityClass.Low, waitMs: withdrawn ? null : 100)).ToList();
        var low = Queued(PriorityClass.Low);
        for (var i = 0; i < 40; i++)
        {
            Queued(PriorityClass.High);
        }

        gone.Where(_ => withdrawn).ToList().ForEach(call => Endpoint.Tell(new Withdraw(Id, call), Router));
        PassMs(101);
        var served = new List<CallId>();
        while (served.Count < 9)
        {
            Ends(running);
            served.Add(running = Turn().CallId);
        }

        Assert.Contains(low, served);
    }
}
