namespace MultiplexCluster.Actors.Serialization;

/// <summary>Cuts lists into messages below the frame limit: a larger one would be dropped, and again at every repetition.</summary>
internal static class FrameBatches
{
    /// <summary>Bytes of one message at most, unless one item alone is larger; a third of the frame.</summary>
    private const int MostBytes = 80_000;

    /// <summary>The batches, in order; none where there is nothing.</summary>
    /// <param name="items">What is to be sent.</param>
    /// <param name="sizeOf">The most bytes that an item takes.</param>
    public static IReadOnlyList<IReadOnlyList<T>> Of<T>(IEnumerable<T> items, Func<T, int> sizeOf)
    {
        List<List<T>> batches = [];
        var room = 0;
        foreach (var item in items)
        {
            var size = sizeOf(item);
            if (size > room)
            {
                batches.Add([]);
                room = MostBytes;
            }

            batches[^1].Add(item);
            room -= size;
        }

        return batches;
    }
}
