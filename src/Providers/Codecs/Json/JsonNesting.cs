namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>
/// The open objects and arrays of a document: one bit each for their kind, and the watched node of the outer ones
/// (no path reaches deeper, so those further in have none).
/// </summary>
internal struct JsonNesting()
{
    private readonly ulong[] _objects = new ulong[(JsonScanner.MaxDepth / 64) + 1];
    private readonly int[] _nodes = new int[JsonPaths.MaxDepth + 1];

    /// <summary>How many are open.</summary>
    public int Depth { get; private set; }

    /// <summary>The innermost is an object.</summary>
    public bool InObject { get; private set; }

    /// <summary>The watched node of the innermost.</summary>
    public int Node { get; private set; } = JsonPaths.Unwatched;

    /// <summary>Forgets all.</summary>
    public void Clear() => (Depth, InObject, Node) = (0, false, JsonPaths.Unwatched);

    /// <summary>Opens one; false when it is too deep.</summary>
    public bool TryOpen(bool isObject, int node)
    {
        if (Depth == JsonScanner.MaxDepth)
        {
            return false;
        }

        if (Depth < _nodes.Length)
        {
            _nodes[Depth] = node;
        }

        var bit = 1UL << (Depth & 63);
        _objects[Depth >> 6] = isObject ? _objects[Depth >> 6] | bit : _objects[Depth >> 6] & ~bit;
        (Depth, InObject, Node) = (Depth + 1, isObject, node);
        return true;
    }

    /// <summary>Closes the innermost.</summary>
    public void Close()
    {
        Depth--;
        var outer = Depth - 1;
        InObject = outer >= 0 && (_objects[outer >> 6] & (1UL << (outer & 63))) != 0;
        Node = outer >= 0 && outer < _nodes.Length ? _nodes[outer] : JsonPaths.Unwatched;
    }
}
