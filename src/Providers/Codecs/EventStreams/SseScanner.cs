using System.Buffers;
using System.Runtime.CompilerServices;

namespace MultiplexCluster.Providers.Codecs.EventStreams;

/// <summary>
/// Splits a <c>text/event-stream</c> (WHATWG HTML, "Server-sent events") into events as its bytes go by, split
/// anywhere. Lines end by LF, CRLF or CR; data goes to the sink at once, so no line or event is ever held and memory
/// is constant whatever their length. Never throws.
/// </summary>
public sealed class SseScanner(ISseSink sink)
{
    /// <summary>The longest <c>event:</c> name that is told, in bytes.</summary>
    public const int MaxNameBytes = 64;

    private const int LongestField = 5;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);
    private static readonly SearchValues<byte> FieldEnds = SearchValues.Create("\r\n:"u8);

    private FieldBytes _field;
    private NameBytes _name;
    private Part _part;
    private DoneMarker _done;
    private int _bomLength;
    private int _fieldLength;
    private int _nameLength;
    private bool _hasData;
    private bool _skipsData;
    private bool _afterReturn;

    private enum Part : byte
    {
        StreamStart,
        LineStart,
        Field,
        DataStart,
        Data,
        NameStart,
        Name,
        Ignored,
    }

    /// <summary>The next byte begins an event: nothing of one is pending.</summary>
    public bool IsBetweenEvents => _part is Part.StreamStart or Part.LineStart && !_hasData && _nameLength == 0;

    private ReadOnlySpan<byte> Name => _nameLength > MaxNameBytes ? default : _name[.._nameLength];

    /// <summary>The next bytes of the stream.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_afterReturn)
            {
                _afterReturn = false;
                if (bytes[0] == '\n')
                {
                    bytes = bytes[1..];
                    continue;
                }
            }

            var read = _part switch
            {
                Part.StreamStart => ReadByteOrderMark(bytes),
                Part.LineStart or Part.Field => ReadField(bytes),
                Part.DataStart or Part.NameStart => SkipSpace(bytes),
                _ => ReadValue(bytes),
            };
            bytes = bytes[read..];
        }
    }

    /// <summary>
    /// The stream has ended. An event without its blank line is dropped, as clients do, but for <c>[DONE]</c>, whose
    /// missing blank line no client can tell.
    /// </summary>
    public void End()
    {
        if (_hasData && _done.IsWhole)
        {
            Dispatch();
        }
    }

    private int ReadByteOrderMark(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var isMark = bytes[0] == mark[_bomLength];
        if (isMark && ++_bomLength < mark.Length)
        {
            return 1;
        }

        // Half a mark is the beginning of a field nobody knows.
        _part = isMark || _bomLength == 0 ? Part.LineStart : Part.Ignored;
        return isMark ? 1 : 0;
    }

    private int ReadField(ReadOnlySpan<byte> bytes)
    {
        if (_part == Part.LineStart && bytes.StartsWith("data: "u8))
        {
            _part = BeginData(Part.Data);
            return 6;
        }

        var length = bytes.IndexOfAny(FieldEnds);
        KeepField(length < 0 ? bytes : bytes[..length]);
        if (length < 0)
        {
            return bytes.Length;
        }

        if (bytes[length] == ':')
        {
            BeginValue();
        }
        else if (_part == Part.LineStart)
        {
            EndLine(bytes[length]);
            Dispatch();
        }
        else
        {
            // A field without a colon has an empty value.
            BeginValue();
            EndLine(bytes[length]);
        }

        return length + 1;
    }

    private void KeepField(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (_part == Part.LineStart)
        {
            (_part, _fieldLength) = (Part.Field, 0);
        }

        // One over the longest known name marks a field nobody knows.
        var fits = Math.Min(piece.Length, LongestField - Math.Min(_fieldLength, LongestField));
        piece[..fits].CopyTo(_field[Math.Min(_fieldLength, LongestField)..]);
        _fieldLength = Math.Min(_fieldLength + piece.Length, LongestField + 1);
    }

    private void BeginValue()
    {
        var isComment = _part == Part.LineStart;
        ReadOnlySpan<byte> field = isComment || _fieldLength > LongestField ? default : _field[.._fieldLength];
        if (field.SequenceEqual("data"u8))
        {
            _part = BeginData(Part.DataStart);
        }
        else if (field.SequenceEqual("event"u8))
        {
            (_part, _nameLength) = (Part.NameStart, 0);
        }
        else
        {
            _part = Part.Ignored;
        }
    }

    private Part BeginData(Part part)
    {
        if (!_hasData)
        {
            _hasData = true;
            _skipsData = _nameLength > 0 && sink.SkipsData(Name);
        }
        else if (!_skipsData)
        {
            Push("\n"u8);
        }

        return _skipsData ? Part.Ignored : part;
    }

    private int SkipSpace(ReadOnlySpan<byte> bytes)
    {
        _part = _part == Part.DataStart ? Part.Data : Part.Name;
        return bytes[0] == ' ' ? 1 : 0;
    }

    private int ReadValue(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOfAny(LineEnds);
        var piece = length < 0 ? bytes : bytes[..length];
        if (_part == Part.Data)
        {
            Push(piece);
        }
        else if (_part == Part.Name)
        {
            KeepName(piece);
        }

        if (length < 0)
        {
            return bytes.Length;
        }

        EndLine(bytes[length]);
        return length + 1;
    }

    private void KeepName(ReadOnlySpan<byte> piece)
    {
        var fits = Math.Min(piece.Length, MaxNameBytes - Math.Min(_nameLength, MaxNameBytes));
        piece[..fits].CopyTo(_name[Math.Min(_nameLength, MaxNameBytes)..]);
        _nameLength = Math.Min(_nameLength + piece.Length, MaxNameBytes + 1);
    }

    private void Push(ReadOnlySpan<byte> piece)
    {
        if (!piece.IsEmpty)
        {
            _done.Take(piece);
            sink.OnData(piece);
        }
    }

    private void EndLine(byte end)
    {
        _part = Part.LineStart;
        _afterReturn = end == '\r';
    }

    private void Dispatch()
    {
        if (_hasData)
        {
            sink.OnEvent(Name, _done.IsWhole);
        }

        (_hasData, _nameLength) = (false, 0);
        _done.Reset();
    }

    [InlineArray(LongestField)]
    private struct FieldBytes
    {
        private byte _first;
    }

    [InlineArray(MaxNameBytes)]
    private struct NameBytes
    {
        private byte _first;
    }
}
