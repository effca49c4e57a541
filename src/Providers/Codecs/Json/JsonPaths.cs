using System.Text;

namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>
/// The paths a scanner watches, as a tree; immutable and shared. A path is keys joined by dots, <c>[]</c> standing
/// for every element of an array: <c>usage.total_tokens</c>, <c>candidates[].finishReason</c>, <c>[].error</c>.
/// </summary>
public sealed class JsonPaths
{
    /// <summary>The deepest path, in keys and element steps.</summary>
    public const int MaxDepth = 15;

    internal const int Root = 0;
    internal const int Unwatched = -1;

    private readonly List<Node> _nodes = [new Node()];

    /// <summary>Watches these paths, each reported under its slot (0 or above). Throws <see cref="ArgumentException"/> on a path too deep.</summary>
    public JsonPaths(params IEnumerable<(string Path, int Slot)> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (var (path, slot) in paths)
        {
            Add(path, slot);
        }
    }

    internal bool HasKeys(int node) => node >= 0 && _nodes[node].Keys.Count > 0;

    internal int SlotOf(int node) => node < 0 ? Unwatched : _nodes[node].Slot;

    internal int ElementOf(int node) => node < 0 ? Unwatched : _nodes[node].Element;

    internal int ChildOf(int node, ReadOnlySpan<byte> key)
    {
        foreach (var (name, child) in _nodes[node].Keys)
        {
            if (key.SequenceEqual(name))
            {
                return child;
            }
        }

        return Unwatched;
    }

    private void Add(string path, int slot)
    {
        var steps = path.Replace("[]", ".[]", StringComparison.Ordinal)
            .Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length > MaxDepth)
        {
            throw new ArgumentException($"deeper than {MaxDepth} steps: {path}", nameof(path));
        }

        var at = Root;
        foreach (var step in steps)
        {
            at = step == "[]" ? Element(_nodes[at]) : Child(_nodes[at], Encoding.UTF8.GetBytes(step), at);
        }

        _nodes[at].Slot = slot;
    }

    private int Element(Node node) => node.Element = node.Element >= 0 ? node.Element : NewNode();

    private int Child(Node node, byte[] key, int at)
    {
        var child = ChildOf(at, key);
        if (child < 0)
        {
            child = NewNode();
            node.Keys.Add((key, child));
        }

        return child;
    }

    private int NewNode()
    {
        _nodes.Add(new Node());
        return _nodes.Count - 1;
    }

    private sealed class Node
    {
        public List<(byte[] Name, int Child)> Keys { get; } = [];

        public int Element { get; set; } = Unwatched;

        public int Slot { get; set; } = Unwatched;
    }
}
