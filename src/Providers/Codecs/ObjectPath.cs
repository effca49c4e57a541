namespace MultiplexCluster.Providers.Codecs;

/// <summary>Where a path names an object: whole segments of it, counted from 1. The default is nowhere.</summary>
/// <param name="First">The first segment.</param>
/// <param name="Last">The last one; 0 for all that is left.</param>
/// <param name="HasVerb">A verb of Google's may stand behind a colon in the last segment; it is no part of the name.</param>
public readonly record struct ObjectPath(int First, int Last, bool HasVerb)
{
    /// <summary>The name in this path, unescaped; null where the path has none there.</summary>
    public string? In(ReadOnlySpan<char> path)
    {
        var start = First == 0 ? -1 : EndOf(path, First - 1) + 1;
        if (start <= 0 || start >= path.Length)
        {
            return null;
        }

        var end = Last == 0 ? path.Length : EndOf(path, Last);
        var name = path[start..(end < 0 ? path.Length : end)];
        if (HasVerb && Routes.PathVerb.IndexIn(name[(name.LastIndexOf('/') + 1)..], out _) is > 0 and var colon)
        {
            name = name[..(name.LastIndexOf('/') + 1 + colon)];
        }

        return name.IsEmpty ? null : Uri.UnescapeDataString(name);
    }

    /// <summary>The index of the slash behind a segment; -1 where none follows.</summary>
    private static int EndOf(ReadOnlySpan<char> path, int segment)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '/' && segment-- == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
