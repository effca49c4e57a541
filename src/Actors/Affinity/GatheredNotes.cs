using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>What one partition is to be told next.</summary>
internal sealed class GatheredNotes
{
    /// <summary>Where objects live.</summary>
    internal List<ObjectPlace> Places { get; } = [];

    /// <summary>Background responses whose makers were not told their tokens.</summary>
    internal List<ObjectKey> Unbooked { get; } = [];

    /// <summary>How many notes a message has.</summary>
    internal static int CountOf(NoteObjects message) => message.Places.Count + (message.Unbooked?.Count ?? 0);

    /// <summary>All of it in messages.</summary>
    /// <param name="partition">Which partition.</param>
    /// <param name="most">Of either kind in one message.</param>
    /// <param name="number">Gives the next message's number.</param>
    internal IEnumerable<NoteObjects> ToMessages(int partition, int most, Func<long> number)
    {
        for (var from = 0; from < Math.Max(Places.Count, Unbooked.Count); from += most)
        {
            var unbooked = Unbooked.Skip(from).Take(most).ToList();
            yield return new NoteObjects(partition, number(), [.. Places.Skip(from).Take(most)], unbooked.Count > 0 ? unbooked : null);
        }
    }
}
