using MultiplexCluster.FakeProviders.Dialects;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>A default answer rendered once; each call gets a copy with its placeholders overwritten.</summary>
internal sealed class Answer
{
    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly List<int> _ids;
    private readonly List<int> _resets;

    public Answer(Reply reply)
    {
        IsStream = reply.Events is not null;
        var pieces = Wire.Encode(reply, null).ToList();
        _bytes = [.. pieces.SelectMany(p => p)];
        _ends = new int[pieces.Count];
        var end = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            _ends[i] = end += pieces[i].Length;
        }

        _ids = Stamps.FindIds(_bytes);
        _resets = Stamps.FindResets(_bytes);
    }

    public bool IsStream { get; }

    public int Length => _bytes.Length;

    public void CopyTo(Span<byte> target, Stamps stamps, long sequence)
    {
        _bytes.CopyTo(target);
        foreach (var at in _ids)
        {
            stamps.WriteId(target[at..], sequence);
        }

        foreach (var at in _resets)
        {
            stamps.WriteReset(target[at..]);
        }
    }

    /// <summary>The answer in one piece, or head and events apart.</summary>
    public IEnumerable<byte[]> Pieces(bool apart, Stamps stamps, long sequence)
    {
        var copy = new byte[_bytes.Length];
        CopyTo(copy, stamps, sequence);
        if (!apart)
        {
            yield return copy;
            yield break;
        }

        var start = 0;
        foreach (var end in _ends)
        {
            yield return copy[start..end];
            start = end;
        }
    }
}
