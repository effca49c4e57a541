namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>Numbers, literals and strings.</summary>
public sealed partial class JsonScanner
{
    private bool BeginNumber(byte first)
    {
        _number.Begin(first);
        NoteRoot(JsonKind.Number);
        return Expect(State.InNumber);
    }

    private int ReadNumber(ReadOnlySpan<byte> bytes)
    {
        var read = _number.Read(bytes);
        if (read == bytes.Length)
        {
            return read;
        }

        if (_number.IsWhole)
        {
            _within = read;
            Tell(_number.Value);
            EndValue();
        }
        else
        {
            _state = State.Broken;
        }

        return read;
    }

    private bool BeginLiteral(JsonKind literal)
    {
        (_literal, _literalAt) = (literal, 1);
        NoteRoot(literal);
        return Expect(State.InLiteral);
    }

    private int ReadLiteral(ReadOnlySpan<byte> bytes)
    {
        var literal = _literal switch { JsonKind.True => "true"u8, JsonKind.False => "false"u8, _ => "null"u8 };
        var most = Math.Min(bytes.Length, literal.Length - _literalAt);
        if (!bytes[..most].SequenceEqual(literal.Slice(_literalAt, most)))
        {
            _state = State.Broken;
        }
        else if ((_literalAt += most) == literal.Length)
        {
            _within = most;
            Tell(new JsonValue(_literal));
            EndValue();
        }

        return most;
    }

    private bool BeginString(bool isKey)
    {
        _isKey = isKey;
        NoteRoot(JsonKind.Text);
        var watched = isKey ? _paths.HasKeys(_nesting.Node) : _paths.SlotOf(_valueNode) >= 0;
        _text.Begin(watched ? (isKey ? MaxKeyBytes : _textLimit) : 0);
        return Expect(State.InString);
    }

    private int ReadString(ReadOnlySpan<byte> bytes)
    {
        var i = 0;
        while (i < bytes.Length)
        {
            if (_text.InEscape)
            {
                if (!_text.TakeEscaped(bytes[i++]))
                {
                    _state = State.Broken;
                    return i;
                }

                continue;
            }

            var run = StringRun.Length(bytes[i..]);
            if (run < 0)
            {
                _text.Append(bytes[i..]);
                return bytes.Length;
            }

            _text.Append(bytes.Slice(i, run));
            i += run + 1;
            switch (bytes[i - 1])
            {
                case (byte)'"':
                    _within = i;
                    EndString();
                    return i;
                case (byte)'\\':
                    _text.BeginEscape();
                    break;
                default:
                    _state = State.Broken;
                    return i;
            }
        }

        return i;
    }

    private void EndString()
    {
        _text.End();
        if (_isKey)
        {
            _valueNode = _text.IsKept && !_text.Overflowed ? _paths.ChildOf(_nesting.Node, _text.Kept) : JsonPaths.Unwatched;
            _state = State.Colon;
            return;
        }

        Tell(new JsonValue(_text.Overflowed ? JsonKind.LongText : JsonKind.Text, 0, _text.Kept));
        EndValue();
    }
}
