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

    private readonly Node[] _nodes;

    /// <summary>Watches these paths, each reported under its slot (0 or above). Throws <see cref="ArgumentException"/> on a path too deep.</summary>
    public JsonPaths(params IEnumerable<(string Path, int Slot)> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var nodes = new List<Node> { new() };
        foreach (var (path, slot) in paths)
        {
            Add(nodes, path, slot);
        }

        _nodes = [.. nodes];
    }

    internal bool HasKeys(int node) => node >= 0 && _nodes[node].Keys.Length > 0;

    internal int SlotOf(int node) => node < 0 ? Unwatched : _nodes[node].Slot;

    internal int ElementOf(int node) => node < 0 ? Unwatched : _nodes[node].Element;

    internal int ChildOf(int node, ReadOnlySpan<byte> key)
    {
        foreach (ref readonly var child in _nodes[node].Keys.AsSpan())
        {
            if (key.SequenceEqual(child.Name))
            {
                return child.Node;
            }
        }

        return Unwatched;
    }

    private static void Add(List<Node> nodes, string path, int slot)
    {
        var steps = path.Replace("[]", ".[]", StringComparison.Ordinal)
            .Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length > MaxDepth)
        {
            throw new ArgumentException($"deeper than {MaxDepth} steps: {path}", nameof(path));
        }

        var at = nodes[Root];
        foreach (var step in steps)
        {
            at = nodes[step == "[]" ? Element(nodes, at) : Child(nodes, at, Encoding.UTF8.GetBytes(step))];
        }

        at.Slot = slot;
    }

    private static int Element(List<Node> nodes, Node node) =>
        node.Element = node.Element >= 0 ? node.Element : NewNode(nodes);

    private static int Child(List<Node> nodes, Node node, byte[] key)
    {
        var known = Array.Find(node.Keys, child => child.Name.AsSpan().SequenceEqual(key));
        if (known.Name is not null)
        {
            return known.Node;
        }

        var made = NewNode(nodes);
        node.Keys = [.. node.Keys, (key, made)];
        return made;
    }

    private static int NewNode(List<Node> nodes)
    {
        nodes.Add(new Node());
        return nodes.Count - 1;
    }

    private sealed class Node
    {
        public (byte[] Name, int Node)[] Keys { get; set; } = [];

        public int Element { get; set; } = Unwatched;

        public int Slot { get; set; } = Unwatched;
    }
}
