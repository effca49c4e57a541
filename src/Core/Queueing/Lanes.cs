using System.Numerics;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Queueing;

/// <summary>
/// Fair turns between callers inside a class. Each client key has one of 64 lanes; lanes in which somebody waits take
/// turns, so that a caller waits for at most one request of each other lane per request of its own before it.
/// </summary>
public static class Lanes
{
    /// <summary>How many there are; keys beyond share them.</summary>
    public const int Count = 64;

    /// <summary>The lane of a client key, 0 – 63: the same on every node and after every start.</summary>
    /// <param name="clientKeyId">The key's id, not the key.</param>
    public static byte Of(string clientKeyId) => (byte)(StableHash.Of(clientKeyId) % Count);

    /// <summary>Whose turn it is after the lane that was served last.</summary>
    /// <param name="waiting">A bit for each lane in which somebody waits; not 0.</param>
    /// <param name="last">The lane served last, 0 – 63.</param>
    public static int Next(ulong waiting, int last)
    {
        ArgumentOutOfRangeException.ThrowIfZero(waiting);
        var from = (last + 1) % Count;
        return (from + BitOperations.TrailingZeroCount(BitOperations.RotateRight(waiting, from))) % Count;
    }

    /// <summary>How many of another lane are served before one that stands at this place of its own lane.</summary>
    /// <param name="other">The other lane, 0 – 63.</param>
    /// <param name="living">How many wait in it.</param>
    /// <param name="own">The lane of the one that waits.</param>
    /// <param name="place">Its place in that lane, from 1.</param>
    /// <param name="last">The lane served last.</param>
    public static int Before(int other, int living, int own, int place, int last)
    {
        var comesFirst = (other - last - 1 + Count) % Count < (own - last - 1 + Count) % Count;
        return Math.Min(living, comesFirst ? place : place - 1);
    }
}
