using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Health;
using Xunit;
using static MultiplexCluster.Core.Tests.Health.HealthCases;

namespace MultiplexCluster.Core.Tests.Health;

/// <summary>Random lives of an endpoint, against the rules said naively.</summary>
public sealed class HealthModelTests
{
    private static readonly Gen<EndpointSettings> AnySettings =
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 4], Gen.Int[1, 5_000], Gen.Double[1, 4], Gen.Int[1, 60_000]).Select((limit, breaker, initial, factor, max) =>
            new EndpointSettings
            {
                Provider = ProviderKind.OpenAi,
                MaxConcurrentRequests = limit,
                BreakerFailures = breaker,
                InitialRetryDelay = TimeSpan.FromMilliseconds(initial),
                BackoffFactor = factor,
                MaxRetryDelay = TimeSpan.FromMilliseconds(Math.Max(initial, max)),
            });

    // Fewer than twenty outcomes, so that only the run of failures opens the circuit.
    [Fact]
    public void An_endpoint_grants_exactly_what_the_plain_rules_grant() =>
        Gen.Select(AnySettings, ModelCommand.Any.Array[1, 40].Where(c => c.Count(x => x is ModelCommand.Ends) < 20)).Sample(
            (settings, commands) => new Life(settings).Lives(commands),
            iter: 3_000);

    private sealed class Life(EndpointSettings settings)
    {
        private readonly NaiveHealth _naive = new(settings);
        private readonly Dictionary<int, long> _epochs = [];
        private EndpointHealth _health;
        private TimeSpan _now = Start;
        private int _calls;

        public bool Lives(ModelCommand[] commands) => commands.All(Does);

        private bool Does(ModelCommand command) => command switch
        {
            ModelCommand.Arrives c => Arrives(c),
            ModelCommand.Ends c => Ends(c),
            ModelCommand.Passes c => Passes(c),
            ModelCommand.Acts c => Acts(c),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };

        private bool Arrives(ModelCommand.Arrives c)
        {
            var expected = Expected(c.LastResort);
            var view = new AdmissionView(settings, _health, _naive.Running.Count, 0, false, TimeSpan.Zero);
            var decided = AdmissionRules.Decide(view, new Applicant(false, c.LastResort, TimeSpan.FromHours(1)), _now).Kind;
            var got = decided switch { AdmissionKind.Grant => "grant", AdmissionKind.GrantProbe => "probe", _ => "nothing" };
            if (got != "nothing")
            {
                var call = _naive.Grant(++_calls, got == "probe", _now);
                _health = got == "probe" ? _health.Probing(Call(call.Number), _now) : _health;
                _epochs[call.Number] = _health.Epoch;
            }

            return got == expected;
        }

        // The slow start after a circuit has closed narrows the limit; it is specified apart.
        private string Expected(bool lastResort) =>
            _naive.Running.Count >= _health.Breaker.Limit(settings.MaxConcurrentRequests, _now) ? "nothing" : _naive.Meets(_now, lastResort);

        private bool Ends(ModelCommand.Ends c)
        {
            if (_naive.Running.Count == 0)
            {
                return true;
            }

            var call = _naive.Running[c.Call % _naive.Running.Count];
            var before = _health;
            var isProbe = _health.Probe == Call(call.Number);
            var mayAsk = c.Outcome is OutcomeClass.RateLimited or OutcomeClass.ProviderOverloaded or OutcomeClass.OutOfQuota;
            var retryAfter = mayAsk && c.RetryAfterSeconds is { } s ? TimeSpan.FromSeconds(s) : (TimeSpan?)null;
            _health = HealthRules.Judge(
                _health, settings, new JudgedCall(_epochs[call.Number], isProbe), new CallOutcome(c.Outcome, retryAfter, null), _now, c.Draw);
            var agreesOnProbe = isProbe == _naive.IsProbe(call);
            var least = _naive.End(call, c.Outcome, retryAfter, _now);
            return agreesOnProbe && Closes(before, least, retryAfter) && _health.Backoffs == _naive.Backoffs;
        }

        private bool Closes(EndpointHealth before, TimeSpan? least, TimeSpan? retryAfter)
        {
            if (least is not { } until)
            {
                return _health.CooldownUntil == before.CooldownUntil;
            }

            var most = _now + ((until - _now) * (retryAfter is null || retryAfter == TimeSpan.Zero ? 1.1 : 1));
            var sub = TimeSpan.FromTicks(10);
            _naive.CoolsUntil(_health.CooldownUntil);
            return _health.CooldownUntil >= before.CooldownUntil
                && _health.CooldownUntil >= until - sub
                && _health.CooldownUntil <= Max(before.CooldownUntil, most) + sub;
        }

        private bool Passes(ModelCommand.Passes c)
        {
            _now += TimeSpan.FromMilliseconds(c.Milliseconds);
            return true;
        }

        private bool Acts(ModelCommand.Acts c)
        {
            _health = c.ResetsAll ? HealthRules.Reset(_health) : HealthRules.LiftQuarantine(_health);
            if (c.ResetsAll)
            {
                _naive.Reset();
            }
            else
            {
                _naive.Lift();
            }

            return true;
        }

        private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
    }
}
