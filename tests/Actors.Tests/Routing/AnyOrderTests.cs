using CsCheck;
using MultiplexCluster.Actors.Routing;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>Answers of endpoints and workers in any order, repeated and late, with callers that leave at any moment.</summary>
public sealed class AnyOrderTests : RouterSpec
{
    private const int Steps = 60;
    private static readonly OutcomeClass[] Outcomes = Enum.GetValues<OutcomeClass>();

    [Fact]
    public void Every_request_gets_exactly_one_answer_and_is_counted_at_most_once() =>
        Gen.Int[0, int.MaxValue].Sample(Lives, iter: 25, threads: 1);

    private void Lives(int seed)
    {
        var world = new World(this, new Random(seed));
        for (var i = 0; i < Steps; i++)
        {
            world.Step();
        }

        world.End();
    }

    private sealed class World(AnyOrderTests spec, Random random)
    {
        private readonly List<FakeRequest> _requests = [];
        private readonly List<Acquire> _asks = [];
        private readonly List<Granted> _running = [];
        private readonly List<Report> _reports = [];
        private readonly HashSet<CallId> _granted = [];
        private readonly HashSet<CallId> _usedOrReturned = [];

        public void Step()
        {
            Hear();
            switch (random.Next(9))
            {
                case 0 or 1:
                    _requests.Add(spec.Execute(random.Next(3) == 0 ? A : null, random.Next(2) == 0 ? TimeSpan.FromSeconds(random.Next(20)) : null));
                    break;
                case 2 or 3 when _asks.Count > 0:
                    var permit = GrantOf(Any(_asks));
                    _granted.Add(permit.CallId);
                    spec.Router.Tell(permit with { ReportMayWait = random.Next(2) == 0, TakesSeveral = random.Next(2) == 0 }, spec.Endpoint);
                    break;
                case 4 when _asks.Count > 0:
                    spec.Queue(Any(_asks), random.Next(30_000));
                    break;
                case 5 when _asks.Count > 0:
                    Refuse(Any(_asks));
                    break;
                case 6 when _running.Count > 0:
                    EndOne(Outcomes[random.Next(Outcomes.Length)]);
                    break;
                case 7 when _requests.Count > 0:
                    spec.Router.Tell(new CallerLeft(Any(_requests).Ticket), ActorRefs.NoSender);
                    break;
                default:
                    Move();
                    break;
            }
        }

        public void End()
        {
            // Everything still under way comes to its end: calls end, questions are refused, deadlines pass.
            for (var i = 0; i < 200; i++)
            {
                Hear();
                while (_running.Count > 0)
                {
                    EndOne(OutcomeClass.Success);
                }

                if (_requests.TrueForAll(r => r.Answers.Count > 0))
                {
                    break;
                }

                spec.PassMs(2_000);
            }

            Hear();
            Assert.All(_requests, r => Assert.Single(r.Answers));
            Assert.Empty(_granted.Except(_usedOrReturned));
            Assert.All(
                _reports.Where(r => r.Request is not null).GroupBy(r => r.CallId.Sequence),
                ends => Assert.Single(ends.Select(e => (e.EndpointId, e.Number)).Distinct()));
            Assert.All(_reports.GroupBy(r => r.EndpointId), AssertNumbered);
            spec._reported = _reports.GroupBy(r => r.EndpointId).ToDictionary(g => g.Key, g => g.Max(r => r.Number))
                .Concat(spec._reported.Where(p => _reports.TrueForAll(r => r.EndpointId != p.Key))).ToDictionary(p => p.Key, p => p.Value);
        }

        private void AssertNumbered(IGrouping<EndpointId, Report> reports)
        {
            var numbers = reports.Select(r => r.Number).Distinct().Order().ToList();
            var first = spec._reported.GetValueOrDefault(reports.Key) + 1;
            Assert.Equal(Enumerable.Range(0, numbers.Count).Select(i => first + i), numbers);
        }

        private void Hear()
        {
            spec.Announce(A);
            spec.Announce(B);
            spec.Settle();
            foreach (var message in Received(spec.Region).Concat(Received(spec.Endpoint)))
            {
                switch (message)
                {
                    case Acquire ask:
                        _asks.Add(ask);
                        break;
                    case ReportsAndQuestions several:
                        _reports.AddRange(several.Reports);
                        _asks.AddRange(several.Questions);
                        break;
                    case Withdraw withdraw:
                        _usedOrReturned.Add(withdraw.CallId);
                        spec.Router.Tell(new Withdrawn(withdraw.EndpointId, withdraw.CallId, Free), spec.Endpoint);
                        break;
                    case Report report:
                        _reports.Add(report);
                        break;
                }
            }

            var begun = Received(spec.Worker).OfType<Perform>().Select(p => p.Permit).ToList();
            _running.AddRange(begun);
            _usedOrReturned.UnionWith(begun.Select(p => p.CallId));
        }

        private void EndOne(OutcomeClass outcome)
        {
            var permit = Any(_running);
            _running.Remove(permit);
            spec.End(permit, outcome, held: true, started: outcome is OutcomeClass.Success or OutcomeClass.BrokenStream);
        }

        private void Refuse(Acquire ask)
        {
            if (random.Next(4) == 0)
            {
                spec.Router.Tell(new Moved(ask.EndpointId, ask.CallId), spec.Endpoint);
            }
            else
            {
                spec.Reject(ask, (RejectionReason)random.Next(1, 9), random.Next(10_000));
            }
        }

        private void Move()
        {
            spec.Settle();
            spec.PassMs(random.Next(3_000));
        }

        private T Any<T>(List<T> list) => list[random.Next(list.Count)];
    }

    private Dictionary<EndpointId, long> _reported = [];
}
