using Akka.Actor;
using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Actors.Affinity;

// What is said of objects on one node.

/// <summary>The partition goes to another node, or the node ends.</summary>
internal sealed record HandOffObjects : INoSerializationVerificationNeeded
{
    public static readonly HandOffObjects Instance = new();
}

/// <summary>A call of this node made the object, or found it there.</summary>
internal sealed record NotePlace(ObjectPlace Place) : INoSerializationVerificationNeeded;

/// <summary>A call of this node made a background response and was not told its tokens.</summary>
internal sealed record NoteUnbooked(ObjectKey Key) : INoSerializationVerificationNeeded;

/// <summary>
/// A call of this node was told a background response's tokens: are they its to book? The source gets false where they
/// are not, or where nobody has answered in time; whoever waits no longer sets it to false.
/// </summary>
internal sealed record SeekUsage(ObjectKey Key, TaskCompletionSource<bool> Answer) : INoSerializationVerificationNeeded;

/// <summary>Where does the object live? The source gets null where nobody knows.</summary>
internal sealed record SeekPlace(ObjectKey Key, TaskCompletionSource<EndpointId?> Answer) : INoSerializationVerificationNeeded;

/// <summary>The messages that were at hand are dealt with: time to say what was noted.</summary>
internal sealed record SendNotes : INoSerializationVerificationNeeded
{
    public static readonly SendNotes Instance = new();
}

/// <summary>Time to look for what has no answer.</summary>
internal sealed record LookForAnswers : INoSerializationVerificationNeeded
{
    public static readonly LookForAnswers Instance = new();
}
