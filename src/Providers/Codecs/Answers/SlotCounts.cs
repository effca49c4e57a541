using System.Runtime.CompilerServices;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>Counts by slot, from 0; one that was not told is 0. What is no count (negative, absurd, null) changes nothing.</summary>
internal struct SlotCounts
{
    private const int Most = 6;

    private Values _values;
    private int _told;

    /// <summary>The count in a slot.</summary>
    public readonly long this[int slot] => _values[slot];

    /// <summary>The count in a slot, or null where none was told.</summary>
    public readonly long? Told(int slot) => (_told & (1 << slot)) != 0 ? _values[slot] : null;

    /// <summary>Replaces the count in a slot.</summary>
    public void Set(int slot, in JsonValue value)
    {
        if (value.Kind == JsonKind.Count)
        {
            _values[slot] = value.Count;
            _told |= 1 << slot;
        }
    }

    [InlineArray(Most)]
    private struct Values
    {
        private long _first;
    }
}
