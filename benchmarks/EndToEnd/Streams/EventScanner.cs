namespace MultiplexCluster.EndToEnd.Streams;

/// <summary>Counts the server-sent events of one stream and fingerprints their order, wherever the reads cut them.</summary>
/// <param name="arrived">Called at the end of every event.</param>
internal sealed class EventScanner(Action arrived)
{
    private readonly byte[] _cutLine = new byte[16 * 1024];
    private int _cut;
    private bool _hasData;

    /// <summary>Complete events with data so far, a closing <c>[DONE]</c> included.</summary>
    public int Count { get; private set; }

    /// <summary>Fingerprint (FNV-1a) of all texts in their order.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    /// <summary>The stream ended with its dialect's terminal event.</summary>
    public bool Ended { get; private set; }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Line(Joined(bytes[..end]).TrimEnd((byte)'\r'));
            _cut = 0;
            bytes = bytes[(end + 1)..];
        }

        bytes.CopyTo(_cutLine.AsSpan(_cut));
        _cut += bytes.Length;
    }

    private ReadOnlySpan<byte> Joined(ReadOnlySpan<byte> rest)
    {
        if (_cut == 0)
        {
            return rest;
        }

        rest.CopyTo(_cutLine.AsSpan(_cut));
        return _cutLine.AsSpan(0, _cut + rest.Length);
    }

    private void Line(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("data:"u8))
        {
            _hasData = true;
            Ended = line.EndsWith("[DONE]"u8);
            Include(EventText.Of(line));
        }
        else if (line.IsEmpty && _hasData)
        {
            _hasData = false;
            Count++;
            arrived();
        }
    }

    private void Include(ReadOnlySpan<byte> text)
    {
        foreach (var letter in text)
        {
            Fingerprint = (Fingerprint ^ letter) * 1099511628211;
        }

        Fingerprint = (Fingerprint ^ 0xFF) * 1099511628211;
    }
}
