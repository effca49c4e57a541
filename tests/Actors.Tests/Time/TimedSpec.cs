using Akka.TestKit;
using Akka.TestKit.Xunit2;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Serialization;
using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Time;

/// <summary>An actor system with a clock of the test's own, stores in memory, and the project's serializer on every message.</summary>
public abstract class TimedSpec : TestKit
{
    // What is awaited comes at once; the patience is for a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly string Hocon = $$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          test.default-timeout = 15s
          test.single-expect-default = 15s
          scheduler.implementation = "{{typeof(VirtualScheduler).AssemblyQualifiedName}}"
          actor {
            serialize-messages = on
            serializers.multiplex = "{{typeof(MultiplexSerializer).AssemblyQualifiedName}}"
            serializers.untouched = "{{typeof(UntouchedSerializer).AssemblyQualifiedName}}"
            serialization-bindings {
              "System.Object" = untouched
              "{{typeof(IWireMessage).AssemblyQualifiedName}}" = multiplex
              "{{typeof(IJournalType).AssemblyQualifiedName}}" = multiplex
            }
          }
          persistence {
            journal.plugin = "akka.persistence.journal.scripted"
            journal.scripted.class = "{{typeof(ScriptedJournal).AssemblyQualifiedName}}"
            snapshot-store.plugin = "akka.persistence.snapshot-store.scripted"
            snapshot-store.scripted.class = "{{typeof(ScriptedSnapshotStore).AssemblyQualifiedName}}"
          }
        }
        """;

    protected TimedSpec()
        : base(Hocon)
    {
    }

    /// <summary>The lease of a node (number 0) that is alone.</summary>
    private protected static NodeLeases Unending()
    {
        var leases = new NodeLeases();
        leases.Extend(TimeSpan.MaxValue, TimeSpan.MaxValue);
        leases.Show(new LeaseView([new NodeId(0)], [], IsClear: true));
        return leases;
    }

    protected VirtualScheduler Clock => (VirtualScheduler)Sys.Scheduler;

    protected StoreScript Store => StoreScript.Of(Sys);

    /// <summary>Lets time pass: everything due on the way happens at its own moment, and what follows from it before the next.</summary>
    protected void Pass(TimeSpan time)
    {
        var until = Clock.MonotonicClock + time;
        Settle();
        while (Clock.Step(until))
        {
            Settle();
        }
    }

    protected void PassMs(int milliseconds) => Pass(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>
    /// Lets time pass until the probe is sent such a message; for what waits for a store, which takes real time between
    /// two moments of the test's own.
    /// </summary>
    protected T PassUntil<T>(TestProbe probe, Predicate<T>? wanted = null)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (patience.Elapsed < Patience)
        {
            if (probe.ReceiveOne(TimeSpan.FromMilliseconds(10)) is T message && (wanted is null || wanted(message)))
            {
                return message;
            }

            if (!probe.HasMessages)
            {
                PassMs(50);
            }
        }

        throw new TimeoutException($"no {typeof(T).Name} came");
    }

    /// <summary>Returns when the actor under test has taken everything sent so far.</summary>
    protected abstract void Settle();

    /// <summary>The next message of this type; the probe's other messages until then are dropped.</summary>
    protected static T Next<T>(TestProbe probe) => (T)probe.FishForMessage(m => m is T, Patience);

    /// <summary>What the probe has been sent so far and nobody has looked at.</summary>
    protected static IReadOnlyList<object> Received(TestProbe probe)
    {
        var received = new List<object>();
        while (probe.HasMessages)
        {
            received.Add(probe.ReceiveOne(Patience));
        }

        return received;
    }

    protected static void EndOf(TestProbe watcher, IActorRef actor) => watcher.ExpectTerminated(actor, Patience);

    protected override void AfterAll()
    {
        var system = Sys;
        base.AfterAll();
        StoreScript.Forget(system);
    }
}
