namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>
/// Reads JSON as its bytes go by, split anywhere, and tells a sink the values at watched paths. It keeps no value but
/// a short watched string, so memory is constant; it allocates nothing after construction and never throws. It checks
/// the grammar of RFC 8259 (not UTF-8, and equal keys are told each time).
/// </summary>
public sealed partial class JsonScanner
{
    /// <summary>The deepest nesting; deeper is malformed.</summary>
    public const int MaxDepth = 1000;

    /// <summary>The longest watched key, in bytes; longer ones match no path.</summary>
    public const int MaxKeyBytes = 64;

    /// <summary>The longest watched string that is kept, in bytes, where nothing else is asked for.</summary>
    public const int DefaultTextLimit = 256;

    private readonly int _textLimit;
    private readonly bool _skipsUnwatched;

    private JsonPaths _paths;
    private IJsonSink _sink;
    private State _state;
    private JsonNesting _nesting = new();
    private JsonNumber _number;
    private JsonText _text;
    private JsonSkip _skip;
    private int _valueNode;
    private bool _isKey;
    private bool _begun;
    private JsonKind _literal;
    private int _literalAt;
    private long _before;
    private int _within;

    /// <summary>
    /// Watches <paramref name="paths"/> for <paramref name="sink"/>, keeping at most <paramref name="textLimit"/> bytes of a
    /// string. With <paramref name="skipsUnwatched"/>, objects and arrays without a watched path in them are stepped over
    /// by their brackets, several times faster: what is wrong inside of them is then not seen.
    /// </summary>
    public JsonScanner(JsonPaths paths, IJsonSink sink, int textLimit = DefaultTextLimit, bool skipsUnwatched = false)
    {
        _paths = paths;
        _sink = sink;
        _textLimit = textLimit;
        _skipsUnwatched = skipsUnwatched;
        _text = new JsonText(Math.Max(textLimit, MaxKeyBytes));
    }

    private enum State : byte
    {
        Value,
        ValueOrEnd,
        KeyOrEnd,
        Key,
        Colon,
        CommaOrEnd,
        Done,
        InString,
        InNumber,
        InLiteral,
        Skipping,
        Broken,
    }

    /// <summary>The kind of the outermost value, once it has begun.</summary>
    public JsonKind Root { get; private set; }

    /// <summary>Where the value that is told begins, in bytes from the document's first.</summary>
    public long ValueStart { get; private set; }

    /// <summary>Where what is told ends: behind a value's last byte, behind the bracket that opens or closes it.</summary>
    public long Position => _before + _within;

    /// <summary>The object or array whose end is told has nothing in it.</summary>
    public bool ClosedEmpty { get; private set; }

    /// <summary>How far the document has come.</summary>
    public JsonStanding Standing => _state switch
    {
        State.Broken => JsonStanding.Malformed,
        State.Done => JsonStanding.Complete,
        State.InNumber when _nesting.Depth == 0 && _number.IsWhole => JsonStanding.Complete,
        _ => _begun ? JsonStanding.Incomplete : JsonStanding.Empty,
    };

    /// <summary>Begins another document, for another sink.</summary>
    public void Begin(JsonPaths paths, IJsonSink sink)
    {
        (_paths, _sink) = (paths, sink);
        Reset();
    }

    /// <summary>Begins another document.</summary>
    public void Reset()
    {
        _state = State.Value;
        _nesting.Clear();
        _valueNode = JsonPaths.Root;
        _begun = false;
        (_before, _within) = (0, 0);
        Root = JsonKind.None;
    }

    /// <summary>The next bytes of the document.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        _begun |= !bytes.IsEmpty;
        while (!bytes.IsEmpty && _state != State.Broken)
        {
            var read = _state switch
            {
                State.InString => ReadString(bytes),
                State.InNumber => ReadNumber(bytes),
                State.InLiteral => ReadLiteral(bytes),
                State.Skipping => Skip(bytes),
                _ => ReadStructure(bytes),
            };
            bytes = bytes[read..];
            (_before, _within) = (_before + read, 0);
        }
    }

    private int ReadStructure(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var next = bytes[i];
            if (next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                continue;
            }

            _within = i + 1;
            if (!TakeStructure(next))
            {
                _state = State.Broken;
            }

            if (_state >= State.InString)
            {
                return i + 1;
            }
        }

        return bytes.Length;
    }

    private bool TakeStructure(byte next) => _state switch
    {
        State.Value => BeginValue(next),
        State.ValueOrEnd => next == ']' ? Close() : BeginValue(next),
        State.KeyOrEnd when next == '}' => Close(),
        State.KeyOrEnd or State.Key => next == '"' && BeginString(isKey: true),
        State.Colon => next == ':' && Expect(State.Value),
        State.CommaOrEnd when next == ',' => NextMember(),
        State.CommaOrEnd => next == (_nesting.InObject ? (byte)'}' : (byte)']') && Close(),
        _ => false,
    };

    private bool BeginValue(byte first)
    {
        ValueStart = Position - 1;
        return first switch
        {
            (byte)'"' => BeginString(isKey: false),
            (byte)'{' => Open(isObject: true),
            (byte)'[' => Open(isObject: false),
            (byte)'t' => BeginLiteral(JsonKind.True),
            (byte)'f' => BeginLiteral(JsonKind.False),
            (byte)'n' => BeginLiteral(JsonKind.Null),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => BeginNumber(first),
            _ => false,
        };
    }

    private bool Expect(State state)
    {
        _state = state;
        return true;
    }

    private bool NextMember()
    {
        if (_nesting.InObject)
        {
            return Expect(State.Key);
        }

        _valueNode = _paths.ElementOf(_nesting.Node);
        return Expect(State.Value);
    }

    private int Skip(ReadOnlySpan<byte> bytes)
    {
        var read = _skip.Read(bytes);
        if (_skip.IsOver)
        {
            EndValue();
        }

        return read;
    }

    private bool Open(bool isObject)
    {
        if (_skipsUnwatched && _valueNode == JsonPaths.Unwatched)
        {
            _skip.Begin();
            return Expect(State.Skipping);
        }

        if (!_nesting.TryOpen(isObject, _valueNode))
        {
            return false;
        }

        Tell(new JsonValue(isObject ? JsonKind.ObjectStart : JsonKind.ArrayStart));
        _valueNode = isObject ? JsonPaths.Unwatched : _paths.ElementOf(_nesting.Node);
        return Expect(isObject ? State.KeyOrEnd : State.ValueOrEnd);
    }

    private bool Close()
    {
        var slot = _paths.SlotOf(_nesting.Node);
        ClosedEmpty = _state is State.KeyOrEnd or State.ValueOrEnd;
        _nesting.Close();
        if (slot >= 0)
        {
            _sink.OnClosed(slot);
        }

        return EndValue();
    }

    private bool EndValue() => Expect(_nesting.Depth == 0 ? State.Done : State.CommaOrEnd);

    private void Tell(in JsonValue value)
    {
        NoteRoot(value.Kind);
        var slot = _paths.SlotOf(_valueNode);
        if (slot >= 0)
        {
            _sink.OnValue(slot, value);
        }
    }

    private void NoteRoot(JsonKind kind) => Root = Root == JsonKind.None ? kind : Root;
}
