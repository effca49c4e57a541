using System.Text;

namespace MultiplexCluster.Providers.Codecs.WebSockets;

/// <summary>
/// Reads the frames of one direction of a WebSocket connection without extensions (RFC 6455) as its bytes go by, split
/// anywhere, in constant memory. Never throws; of what is no WebSocket nothing is told any more.
/// </summary>
/// <param name="sink">Is told the messages; null where nobody wants them. A masked payload is not told.</param>
public sealed class FrameScanner(IFrameSink? sink)
{
    /// <summary>No close frame, or one without a code (RFC 6455, 7.1.5).</summary>
    public const int NoCode = 1005;

    private const int Close = 8;
    private const int MostControlBytes = 125;

    private readonly byte[] _closing = new byte[MostControlBytes];
    private FrameHead _head;
    private long _read;
    private bool _inPayload;

    /// <summary>The next byte begins a frame.</summary>
    public bool IsBetweenFrames => !_inPayload && _head.IsEmpty && !IsBroken;

    /// <summary>What has come is no WebSocket.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>A close frame has come: this direction is over.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The close frame's code.</summary>
    public int CloseCode { get; private set; } = NoCode;

    /// <summary>The close frame's reason, at most 123 bytes of UTF-8.</summary>
    public string CloseReason { get; private set; } = string.Empty;

    /// <summary>The next bytes.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsBroken)
        {
            bytes = bytes[(_inPayload ? ReadPayload(bytes) : ReadHead(bytes))..];
        }
    }

    private int ReadHead(ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (read < bytes.Length && !_head.IsWhole)
        {
            _head.Take(bytes[read++]);
        }

        if (_head.IsWhole)
        {
            IsBroken = !_head.IsSound;
            (_inPayload, _read) = (!IsBroken, 0);
            if (_inPayload && _head.PayloadLength == 0)
            {
                EndFrame();
            }
        }

        return read;
    }

    private int ReadPayload(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(bytes.Length, _head.PayloadLength - _read);
        var piece = bytes[..count];
        if (_head.Opcode == Close)
        {
            KeepClosing(piece);
        }
        else if (!_head.IsControl && !_head.IsMasked)
        {
            sink?.OnPayload(piece);
        }

        _read += count;
        if (_read == _head.PayloadLength)
        {
            EndFrame();
        }

        return count;
    }

    private void KeepClosing(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            _closing[(int)_read + i] = (byte)(piece[i] ^ _head.MaskAt(_read + i));
        }
    }

    private void EndFrame()
    {
        if (_head.Opcode == Close && !IsClosed)
        {
            IsClosed = true;
            CloseCode = _read >= 2 ? (_closing[0] << 8) | _closing[1] : NoCode;
            CloseReason = _read > 2 ? Encoding.UTF8.GetString(_closing, 2, (int)_read - 2) : string.Empty;
        }
        else if (!_head.IsControl && _head.IsFinal)
        {
            sink?.OnMessage();
        }

        (_head, _inPayload) = (default, false);
    }
}
