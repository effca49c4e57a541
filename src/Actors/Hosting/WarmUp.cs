using Akka.Actor;
using Akka.Persistence;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>
/// Reads from the store once on this node, before the node is ready: something that there is not. The first use of the store in a
/// process takes seconds on a busy machine, and the callers of the first endpoint that moves here would wait for it.
/// </summary>
internal sealed class WarmUp : UntypedPersistentActor
{
    /// <summary>No endpoint's: theirs begin with <c>endpoint-</c>.</summary>
    public override string PersistenceId => "warm-up";

    public static Props Props() => Akka.Actor.Props.Create(() => new WarmUp());

    protected override void OnRecover(object message)
    {
    }

    // Whoever asks is answered once the store has: before, nothing but recovery is processed.
    protected override void OnCommand(object message)
    {
        if (message is AskIfWarm)
        {
            Sender.Tell(Warm.Instance);
        }
        else
        {
            Unhandled(message);
        }
    }
}

/// <summary>Answered with <see cref="Warm"/> once it is.</summary>
internal sealed record AskIfWarm
{
    public static readonly AskIfWarm Instance = new();
}

/// <summary>The store has been read on this node.</summary>
internal sealed record Warm
{
    public static readonly Warm Instance = new();
}
