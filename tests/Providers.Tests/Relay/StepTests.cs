using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay;

public sealed class StepTests
{
    [Fact]
    public async Task A_step_that_comes_before_anyone_waits_is_there()
    {
        var request = NewRequest();
        var order = new Order();

        request.Perform(order);
        await request.StepArrives();

        Assert.Same(order, request.TakeOrder());
        Assert.Null(request.TakeOrder());
    }

    [Fact]
    public async Task Steps_from_another_thread_are_never_lost()
    {
        for (var round = 0; round < 2000; round++)
        {
            var request = NewRequest();
            var router = Task.Run(() =>
            {
                request.Perform(new Order());
                request.Finish(FinalAnswer.Delivered(default, 0, 0));
            });
            AttemptOrder? order = null;
            while (!request.IsDecided)
            {
                order ??= request.TakeOrder();
                await request.StepArrives().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            }

            await router;
            Assert.NotNull(order ?? request.TakeOrder());
        }
    }

    [Fact]
    public void An_order_that_comes_too_late_or_twice_ends_at_once()
    {
        var request = NewRequest();
        var (first, second, late) = (new Order(), new Order(), new Order());

        request.Perform(first);
        request.Perform(second);
        request.Finish(FinalAnswer.Delivered(default, 0, 0));
        request.Perform(late);

        Assert.Null(first.End);
        Assert.Equal(OutcomeClass.Cancelled, second.End?.Outcome);
        Assert.True(late.End?.SurelyNotExecuted);
    }

    [Fact]
    public void An_order_that_crosses_the_end_of_the_flow_is_not_lost()
    {
        // Perform looked, the flow ended and looked for the last time, Perform placed: the permit was gone for good.
        const int Rounds = 100_000;
        var (request, order, begun, done) = (NewRequest(), new Order(), 0, 0);
        var router = new Thread(() =>
        {
            for (var round = 1; round <= Rounds; round++)
            {
                SpinUntil(ref begun, round);
                request.Perform(order);
                Volatile.Write(ref done, round);
            }
        });
        router.IsBackground = true;
        router.Start();
        for (var round = 1; round <= Rounds; round++)
        {
            (request, order) = (NewRequest(), new Order());
            Volatile.Write(ref begun, round);
            Thread.SpinWait(round % 16);
            request.Finish(FinalAnswer.Delivered(default, 0, 0));
            var taken = request.TakeOrder();
            SpinUntil(ref done, round);

            Assert.Equal(1, (taken is null ? 0 : 1) + order.Ends);
        }

        router.Join();
    }

    private static void SpinUntil(ref int value, int wanted)
    {
        var wait = default(SpinWait);
        while (Volatile.Read(ref value) != wanted)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private static RelayRequest NewRequest() => new()
    {
        Id = RequestId.Parse("r1"),
        Provider = ProviderKind.OpenAi,
        Codec = ProviderCodecs.For(ProviderKind.OpenAi),
        Route = new ProviderRoute { Name = "x" },
        Method = HttpMethod.Get,
        PathAndQuery = "/models",
        Headers = default,
        Body = null,
        Caller = null!,
    };

    private sealed class Order : AttemptOrder
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Order() => (EndpointId, Target, Key, Attempt, QueueMs, IsProbe) = (default, null!, (ApiKey)null!, 1, 0, false);

        internal AttemptResult? End { get; private set; }

        public override void HeadersArrived(OutcomeClass outcome)
        {
        }

        internal int Ends { get; private set; }

        public override void Ended(in AttemptResult result)
        {
            End = result;
            Ends++;
        }
    }
}
