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
public sealed record NoteObjects(int Partition, long Number, IReadOnlyList<ObjectPlace> Places) : IObjectMessage;

/// <summary>What was said with that number survives the end of the node.</summary>
public sealed record ObjectsKept(long Number) : IWireMessage;

/// <summary>Where does this object live? Answered with <see cref="ObjectFound"/>.</summary>
public sealed record FindObject(int Partition, ObjectKey Key) : IObjectMessage;

/// <summary>Where it lives.</summary>
/// <param name="Key">Which object.</param>
/// <param name="Endpoint">Null where the memory doesn't know.</param>
public sealed record ObjectFound(ObjectKey Key, EndpointId? Endpoint) : IWireMessage;
