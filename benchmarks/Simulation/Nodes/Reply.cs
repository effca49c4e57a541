using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Simulation.Nodes;

/// <summary>What an endpoint says to a question: at once, or when its turn comes.</summary>
/// <param name="Call">The question.</param>
/// <param name="Kind">A permit, a place in the queue, or neither.</param>
/// <param name="Load">How busy it is.</param>
/// <param name="Position">The place.</param>
internal readonly record struct Reply(CallId Call, ReplyKind Kind, EndpointLoad Load, int Position = 0);

/// <summary>The kinds of <see cref="Reply"/>.</summary>
internal enum ReplyKind
{
    Granted,
    Queued,
    Rejected,
}
