using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Admission;
using MultiplexCluster.Core.Health;
using MultiplexCluster.Core.Tests.Health;
using Xunit;
using static MultiplexCluster.Core.Tests.Health.HealthCases;

namespace MultiplexCluster.Core.Tests.Admission;

/// <summary>Memory is bounded by settings: whatever comes and comes back, no more wait than the queue's size and the slots together.</summary>
public sealed class QueueBoundTests
{
    private static readonly EndpointHealth Cooling = EndpointHealth.Healthy.After(OutcomeClass.RateLimited, Start, retryAfter: Seconds(10));

    private static readonly Gen<EndpointSettings> AnySettings = Gen.Select(Gen.Int[1, 4], Gen.Int[0, 5], Gen.Bool).Select((limit, size, queues) =>
        Defaults with { MaxConcurrentRequests = limit, QueueSize = size, QueueEnabled = queues });

    [Fact]
    public void No_more_wait_than_size_and_slots_and_a_rate_limited_call_always_finds_its_place() =>
        Gen.Select(AnySettings, Gen.Enum<Happening>().Array[1, 200]).Sample((settings, life) =>
        {
            var endpoint = new Life(settings);
            return life.All(endpoint.Goes);
        });

    public enum Happening
    {
        Newcomer,
        ComesBack,
        Ends,
        IsRateLimited,
        CooldownEnds,
    }

    private sealed class Life(EndpointSettings settings)
    {
        private EndpointHealth _health = EndpointHealth.Healthy;
        private int _running;
        private int _waiting;

        public bool Goes(Happening happening)
        {
            var keepsPromise = happening switch
            {
                Happening.Newcomer => Arrives(isRetry: false) || true,
                Happening.ComesBack => Arrives(isRetry: true) || true,
                Happening.Ends => Returns() || true,
                Happening.IsRateLimited => !Returns(Cooling) || Arrives(isRetry: true),
                Happening.CooldownEnds => Serve(EndpointHealth.Healthy),
                _ => throw new ArgumentOutOfRangeException(nameof(happening)),
            };
            var size = settings.QueueEnabled ? settings.QueueSize : 0;
            return keepsPromise && _running <= settings.MaxConcurrentRequests && _waiting <= size + settings.MaxConcurrentRequests;
        }

        private AdmissionView View => new(settings, _health, _running, _waiting, false, Seconds(1));

        private bool Arrives(bool isRetry)
        {
            var kind = AdmissionRules.Decide(View, new Applicant(isRetry, false, Seconds(60)), Start).Kind;
            _running += kind is AdmissionKind.Grant ? 1 : 0;
            _waiting += kind is AdmissionKind.Queue ? 1 : 0;
            return kind is not AdmissionKind.Reject;
        }

        private bool Returns(EndpointHealth? health = null)
        {
            if (_running == 0)
            {
                return false;
            }

            _running--;
            return Serve(health ?? _health);
        }

        private bool Serve(EndpointHealth health)
        {
            _health = health;
            while (_waiting > 0 && AdmissionRules.DecideNext(View, Start) is not null)
            {
                (_waiting, _running) = (_waiting - 1, _running + 1);
            }

            return true;
        }
    }
}
