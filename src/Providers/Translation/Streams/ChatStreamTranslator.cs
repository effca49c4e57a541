using System.Buffers;
using System.Text.Json;
using MultiplexCluster.Providers.Codecs.EventStreams;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Streams;

/// <summary>
/// Translates one event stream as its bytes come, split anywhere, into <c>chat.completion.chunk</c> events. Of the
/// stream one event is held, of at most <see cref="MaxEventBytes"/>. It ends once: with <c>data: [DONE]</c>, or with an
/// error event where the provider reports an error, breaks off, or sends what cannot be read. Never throws.
/// </summary>
public abstract class ChatStreamTranslator : ISseSink
{
    /// <summary>The longest event that is translated, in bytes: room for whole tool calls, not for media.</summary>
    public const int MaxEventBytes = 4 * 1_024 * 1_024;

    private const int FirstCapacity = 1_024;

    private readonly SseScanner _events;
    private byte[] _data = new byte[FirstCapacity];
    private int _length;

    /// <summary>For one answer.</summary>
    private protected ChatStreamTranslator(AnswerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Chunks = new ChunkWriter(context);
        _events = new SseScanner(this);
    }

    /// <summary>Nothing is written any more.</summary>
    public bool IsOver => Chunks.IsOver;

    /// <summary>It ended by the provider's terminal marker, not by an error.</summary>
    public bool IsComplete => Chunks.IsComplete;

    /// <summary>Where the translation goes.</summary>
    private protected ChunkWriter Chunks { get; }

    /// <summary>The provider's next bytes; what they mean is appended to the output.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (!IsOver)
        {
            Chunks.Output = output;
            _events.Read(bytes);
        }
    }

    /// <summary>The provider's stream has ended; the end, or that it broke off, is appended to the output.</summary>
    public void End(IBufferWriter<byte> output)
    {
        if (IsOver)
        {
            return;
        }

        Chunks.Output = output;
        _events.End();
        if (!IsOver && !TryComplete())
        {
            Chunks.Fail(OpenAiError.BrokenOff);
        }
    }

    bool ISseSink.SkipsData(ReadOnlySpan<byte> name) => IsOver || Skips(name);

    void ISseSink.OnData(ReadOnlySpan<byte> piece)
    {
        if (IsOver)
        {
            return;
        }

        if (_length + piece.Length > MaxEventBytes)
        {
            Chunks.Fail(OpenAiError.EventTooLong);
            _data = [];
            return;
        }

        if (_length + piece.Length > _data.Length)
        {
            Array.Resize(ref _data, Math.Min(MaxEventBytes, Math.Max(2 * _data.Length, _length + piece.Length)));
        }

        piece.CopyTo(_data.AsSpan(_length));
        _length += piece.Length;
    }

    void ISseSink.OnEvent(ReadOnlySpan<byte> name, bool isDone)
    {
        var length = _length;
        _length = 0;
        if (IsOver)
        {
            return;
        }

        if (isDone)
        {
            OnDone();
        }
        else if (!Skips(name))
        {
            Translate(_data.AsMemory(0, length));
        }
    }

    /// <summary>An event of this name says nothing to a caller.</summary>
    private protected virtual bool Skips(ReadOnlySpan<byte> name) => false;

    /// <summary>One event, an object. Writes to <see cref="Chunks"/>.</summary>
    private protected abstract void OnEvent(JsonElement data);

    /// <summary>The marker <c>[DONE]</c>.</summary>
    private protected virtual void OnDone() => Chunks.Fail(OpenAiError.Unreadable);

    /// <summary>The stream has ended without more: completes the translation where that is how this provider ends.</summary>
    private protected virtual bool TryComplete() => false;

    private void Translate(ReadOnlyMemory<byte> data)
    {
        using var parsed = JsonInput.Parse(data);
        if (parsed?.RootElement is { ValueKind: JsonValueKind.Object } root)
        {
            OnEvent(root);
        }
        else
        {
            Chunks.Fail(OpenAiError.Unreadable);
        }
    }
}
