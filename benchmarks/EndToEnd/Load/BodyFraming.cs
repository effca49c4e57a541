namespace MultiplexCluster.EndToEnd.Load;

/// <summary>Receives a piece of a body, without framing.</summary>
internal delegate void BodyPart(ReadOnlySpan<byte> part);

/// <summary>Takes the framing off a body, wherever the reads happen to cut it.</summary>
internal struct BodyFraming(long? contentLength)
{
    private readonly bool _chunked = contentLength is null;
    private State _state = contentLength is null ? State.Size : State.Data;
    private long _left = contentLength ?? 0;
    private bool _lineHasText;

    private enum State
    {
        /// <summary>In a chunk's size line.</summary>
        Size,

        /// <summary>In a chunk, or in a body of known length.</summary>
        Data,

        /// <summary>In the line break behind a chunk.</summary>
        Break,

        /// <summary>Behind the last chunk, up to an empty line.</summary>
        Trailer,

        Done,
    }

    public readonly bool Complete => _state == State.Done || (!_chunked && _left == 0);

    public void Feed(ReadOnlySpan<byte> bytes, BodyPart? body)
    {
        while (bytes.Length > 0 && !Complete)
        {
            if (_state == State.Data)
            {
                var part = bytes[..(int)Math.Min(bytes.Length, _left)];
                body?.Invoke(part);
                bytes = bytes[part.Length..];
                _left -= part.Length;
                _state = _chunked && _left == 0 ? State.Break : State.Data;
            }
            else
            {
                Framing(bytes[0]);
                bytes = bytes[1..];
            }
        }
    }

    private void Framing(byte next)
    {
        if (next == '\n')
        {
            _state = _state switch
            {
                State.Size => _left == 0 ? State.Trailer : State.Data,
                State.Break => State.Size,
                State.Trailer => _lineHasText ? State.Trailer : State.Done,
                _ => throw new InvalidDataException("A chunk ends in the wrong place."),
            };
            _lineHasText = false;
        }
        else if (next != '\r')
        {
            _lineHasText = true;
            _left = _state == State.Size ? (_left << 4) + Digit(next) : _left;
        }
    }

    private static int Digit(byte hex) => hex switch
    {
        >= (byte)'0' and <= (byte)'9' => hex - '0',
        >= (byte)'a' and <= (byte)'f' => hex - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => hex - 'A' + 10,
        _ => throw new InvalidDataException("A chunk's size is no hexadecimal number."),
    };
}
