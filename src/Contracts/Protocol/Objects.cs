using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Contracts.Protocol;

// Which endpoint's account holds which object. The cluster's memory of it is cut into partitions, each an actor of its
// own; a node's courier tells them what its calls made, and asks them.

/// <summary>Addressed to one partition of the memory: the shard region finds it by its number.</summary>
public interface IObjectMessage : IWireMessage
{
    /// <summary>The partition it is for, from 0.</summary>
    int Partition { get; }
}

/// <summary>These objects live there. Saying it twice changes nothing; answered with <see cref="ObjectsKept"/> once it is durable.</summary>
/// <param name="Partition">The partition of all of them.</param>
/// <param name="Number">The sender's number for this message.</param>
/// <param name="Places">At most a few hundred, so that it stays below a frame.</param>
/// <param name="Unbooked">Background responses whose makers were not told their tokens, as many at most; null from a node that doesn't know of them.</param>
public sealed record NoteObjects(
    int Partition, long Number, IReadOnlyList<ObjectPlace> Places, IReadOnlyList<ObjectKey>? Unbooked = null) : IObjectMessage;

/// <summary>What was said with that number survives the end of the node.</summary>
public sealed record ObjectsKept(long Number) : IWireMessage;

/// <summary>Where does this object live? Answered with <see cref="ObjectFound"/>.</summary>
public sealed record FindObject(int Partition, ObjectKey Key) : IObjectMessage;

/// <summary>Where it lives.</summary>
/// <param name="Key">Which object.</param>
/// <param name="Endpoint">Null where the memory doesn't know.</param>
public sealed record ObjectFound(ObjectKey Key, EndpointId? Endpoint) : IWireMessage;

/// <summary>
/// This read was told the tokens of a background response: are they its to book? Answered with <see cref="UsageTaken"/>,
/// the same as often as it is asked; where they are, once that is durable.
/// </summary>
/// <param name="Partition">The response's partition.</param>
/// <param name="Key">Which response.</param>
/// <param name="Taker">Who asks.</param>
public sealed record TakeUsage(int Partition, ObjectKey Key, UsageTaker Taker) : IObjectMessage;

/// <summary>Whose the tokens are.</summary>
/// <param name="Key">Which response.</param>
/// <param name="Taker">Who asked.</param>
/// <param name="IsGranted">The asker books them, and nobody else ever does; false where nothing is left to book, or another does.</param>
public sealed record UsageTaken(ObjectKey Key, UsageTaker Taker, bool IsGranted) : IWireMessage;

/// <summary>
/// A read that no longer waits does not book them: if they were granted to it, they are another's to book. Answered with
/// <see cref="UsageTaken"/> that they are not its once that is durable; until then it is repeated.
/// </summary>
/// <param name="Partition">The response's partition.</param>
/// <param name="Key">Which response.</param>
/// <param name="Taker">Who asked, and may have been granted them.</param>
public sealed record ReturnUsage(int Partition, ObjectKey Key, UsageTaker Taker) : IObjectMessage;
