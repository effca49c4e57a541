using System.Text;

namespace MultiplexCluster.Providers.Codecs.Requests;

/// <summary>
/// Finds the field <c>model</c> in a multipart form (RFC 7578) as its bytes come, before or behind the files. The first one
/// counts. Never throws; memory is constant. A form that is none, or names no model of 1 to 256 bytes of plain text, has none.
/// </summary>
public sealed class FormModel
{
    private const int MaxModelBytes = 256;
    private const int MaxHeaderBytes = 1024;

    // A line break, two dashes, the boundary: its first byte stands nowhere else in it, so a false start is never part of a true one.
    private readonly byte[]? _delimiter;
    private readonly byte[] _kept = new byte[MaxHeaderBytes];
    private int _keptCount;
    private int _matched = 2;
    private State _state;

    /// <summary>For one body with this Content-Type.</summary>
    public FormModel(string? contentType) =>
        _delimiter = MultipartBoundary.Of(contentType) is { } boundary ? Encoding.ASCII.GetBytes($"\r\n--{boundary}") : null;

    private enum State
    {
        Skipping,
        Behind,
        Header,
        Model,
        Over,
    }

    /// <summary>The model's name, or null.</summary>
    public string? Model { get; private set; }

    /// <summary>Nothing more can be learned from what is still to come.</summary>
    public bool IsOver => _delimiter is null || _state == State.Over;

    /// <summary>The next bytes of the body.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsOver)
        {
            bytes = _state is State.Skipping or State.Model ? Content(bytes) : Line(bytes);
        }
    }

    /// <summary>Takes a part's content up to the delimiter behind it; gives what is left.</summary>
    private ReadOnlySpan<byte> Content(ReadOnlySpan<byte> bytes)
    {
        if (_matched == 0)
        {
            var start = bytes.IndexOf((byte)'\r');
            Keep(start < 0 ? bytes : bytes[..start]);
            _matched = start < 0 ? 0 : 1;
            return start < 0 ? [] : bytes[(start + 1)..];
        }

        if (bytes[0] != _delimiter![_matched])
        {
            Keep(_delimiter.AsSpan(0, _matched));
            _matched = 0;
            return bytes;
        }

        if (++_matched == _delimiter.Length)
        {
            Enter(_state == State.Model ? State.Over : State.Behind);
        }

        return bytes[1..];
    }

    /// <summary>Takes what stands behind a delimiter, or a line of a part's header; gives what is left.</summary>
    private ReadOnlySpan<byte> Line(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        Keep(end < 0 ? bytes : bytes[..(end + 1)]);
        if (end < 0)
        {
            return [];
        }

        var header = _kept.AsSpan(0, Math.Min(_keptCount, MaxHeaderBytes));
        if (_state == State.Behind)
        {
            // Whatever else stands there belongs to the content: the boundary was the beginning of a longer word.
            Enter(header.StartsWith("--"u8) ? State.Over : header.Trim(" \t\r\n"u8).IsEmpty ? State.Header : State.Skipping);
        }
        else if (header is [13, 10] || header.EndsWith("\r\n\r\n"u8) || _keptCount > MaxHeaderBytes)
        {
            var isModel = _keptCount <= MaxHeaderBytes && IsModel(Encoding.UTF8.GetString(header));
            Enter(isModel ? State.Model : State.Skipping);
        }

        return bytes[(end + 1)..];
    }

    private void Enter(State state)
    {
        if (_state == State.Model)
        {
            var name = _kept.AsSpan(0, Math.Min(_keptCount, MaxHeaderBytes));
            Model = _keptCount is > 0 and <= MaxModelBytes && System.Text.Unicode.Utf8.IsValid(name) && !name.ContainsAnyInRange((byte)0, (byte)31)
                ? Encoding.UTF8.GetString(name)
                : null;
        }

        (_state, _keptCount, _matched) = (state, 0, 0);
    }

    /// <summary>Keeps what fits; the count tells when something didn't.</summary>
    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_state != State.Skipping && _keptCount <= MaxHeaderBytes)
        {
            var fits = Math.Min(bytes.Length, MaxHeaderBytes - _keptCount);
            bytes[..fits].CopyTo(_kept.AsSpan(_keptCount));
            _keptCount = fits < bytes.Length ? MaxHeaderBytes + 1 : _keptCount + fits;
        }
    }

    /// <summary>A field of that name; a file of that name is none.</summary>
    private static bool IsModel(string header)
    {
        foreach (var line in header.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase))
            {
                return HeaderParameters.Find(line, "name") == "model" && HeaderParameters.Find(line, "filename") is null;
            }
        }

        return false;
    }
}
