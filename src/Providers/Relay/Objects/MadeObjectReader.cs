using System.Text;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs.EventStreams;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Relay.Objects;

/// <summary>
/// Finds the id of the object that a call made in its answer, as the bytes go by. It stops soon after it has found one,
/// which mostly stands at the beginning, and gives up after 256 KiB. Never throws on any input.
/// </summary>
internal sealed class MadeObjectReader : IJsonSink, ISseSink
{
    private const int Piece = 1024;
    private const int Budget = 256 * 1024;

    // OpenAI's files of an upload and threads of a run are new objects too; a response's id is inside it in a stream.
    private static readonly JsonPaths Ids = new(("id", 0), ("response.id", 0), ("file.id", 0), ("thread_id", 0));

    // Google's names have a collection before them; what is called name elsewhere is the caller's own word.
    private static readonly JsonPaths Names = new(("name", 1), ("file.name", 1), ("id", 0), ("interaction.id", 0));

    private readonly JsonScanner _json;
    private readonly SseScanner? _events;
    private readonly Action<string> _found;
    private int _left = Budget;
    private bool _hasFound;
    private bool _isOver;

    /// <summary>For one answer.</summary>
    /// <param name="provider">Who answers.</param>
    /// <param name="isEventStream">It is an event stream, else one JSON document.</param>
    /// <param name="found">Is told each id.</param>
    internal MadeObjectReader(ProviderKind provider, bool isEventStream, Action<string> found)
    {
        _found = found;
        _json = new JsonScanner(provider is ProviderKind.Gemini ? Names : Ids, this, skipsUnwatched: true);
        _events = isEventStream ? new SseScanner(this) : null;
    }

    /// <summary>The next bytes.</summary>
    internal void Read(ReadOnlySpan<byte> bytes)
    {
        while (_left > 0 && !bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(bytes.Length, Piece)];
            bytes = bytes[piece.Length..];
            _left -= piece.Length;
            if (_events is null)
            {
                _json.Read(piece);
            }
            else
            {
                _events.Read(piece);
            }
        }
    }

    void IJsonSink.OnValue(int slot, in JsonValue value)
    {
        if (value.Kind is JsonKind.Text && (slot == 0 || value.Text.Contains((byte)'/')))
        {
            _found(Encoding.UTF8.GetString(value.Text));

            // What else is new stands close by.
            _left = _hasFound ? _left : Math.Min(_left, Piece);
            _hasFound = true;
        }
    }

    void IJsonSink.OnClosed(int slot)
    {
    }

    bool ISseSink.SkipsData(ReadOnlySpan<byte> name) => _isOver || name.EndsWith(".delta"u8);

    void ISseSink.OnData(ReadOnlySpan<byte> piece)
    {
        if (!_isOver)
        {
            _json.Read(piece);
        }
    }

    void ISseSink.OnEvent(ReadOnlySpan<byte> name, bool isDone)
    {
        _json.Reset();
        if (_hasFound)
        {
            (_isOver, _left) = (true, 0);
        }
    }
}
