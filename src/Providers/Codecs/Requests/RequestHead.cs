using System.Text;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Requests;

/// <summary>
/// Reads from a JSON request body, as its bytes come, what the relay has to know of it. Where a member stands twice the
/// last one counts, as in most parsers. Never throws; memory is constant.
/// </summary>
public sealed class RequestHead : IJsonSink
{
    private const int MaxModelBytes = 256;

    private static readonly (string Path, int Slot)[] Everywhere =
    [
        ("model", (int)Slot.Model),
        ("stream", (int)Slot.Stream),
        ("stream_options", (int)Slot.StreamOptions),
        ("stream_options.include_usage", (int)Slot.IncludeUsage),
        ("store", (int)Slot.Store),
        ("background", (int)Slot.Background),
        ("prompt_cache_key", (int)Slot.CacheKey),
        .. ObjectReferences.Paths((int)Slot.Object, (int)Slot.FileUri),
    ];

    private static readonly JsonPaths Watched = new(Everywhere);

    // docs.claude.com/en/docs/build-with-claude/prompt-caching
    private static readonly JsonPaths WatchedWithMarkers = new(
    [
        .. Everywhere,
        ("tools[].cache_control", (int)Slot.CacheMarker),
        ("system[].cache_control", (int)Slot.CacheMarker),
        ("messages[].content[].cache_control", (int)Slot.CacheMarker),
    ]);

    private readonly JsonScanner _json;
    private List<string>? _objects;

    /// <summary>For one body.</summary>
    /// <param name="findsCacheMarkers">Looks for Anthropic's cache markers as well.</param>
    public RequestHead(bool findsCacheMarkers = false) =>
        _json = new JsonScanner(findsCacheMarkers ? WatchedWithMarkers : Watched, this, MaxModelBytes);

    private enum Slot
    {
        Model,
        Stream,
        StreamOptions,
        IncludeUsage,
        Store,
        Background,
        CacheKey,
        CacheMarker,
        Object,
        FileUri,
    }

    /// <summary>How far the body has come as JSON: <see cref="JsonStanding.Complete"/> is one whole value.</summary>
    public JsonStanding Standing => _json.Standing;

    /// <summary>The body is one whole, well-formed object.</summary>
    public bool IsObject => _json.Standing == JsonStanding.Complete && _json.Root == JsonKind.ObjectStart;

    /// <summary>What <c>model</c> is; <see cref="JsonKind.None"/> where it is missing, <see cref="JsonKind.LongText"/> over 256 bytes.</summary>
    public JsonKind ModelKind { get; private set; }

    /// <summary>The model's name, unescaped; null unless it is a string of at most 256 bytes. Not checked for control characters.</summary>
    public string? Model { get; private set; }

    /// <summary><c>stream</c> is <c>true</c>.</summary>
    public bool Stream { get; private set; }

    /// <summary>Where the value of <c>model</c> stands, quotes included.</summary>
    public BodySpan ModelSpan { get; private set; }

    /// <summary>Where the value of <c>stream</c> stands.</summary>
    public BodySpan StreamSpan { get; private set; }

    /// <summary>Where the value of <c>stream_options</c> stands; of an object, its opening bracket.</summary>
    public BodySpan StreamOptionsSpan { get; private set; }

    /// <summary><c>stream_options</c> is an object without members.</summary>
    public bool StreamOptionsAreEmpty { get; private set; }

    /// <summary>Where the value of <c>stream_options.include_usage</c> stands.</summary>
    public BodySpan IncludeUsageSpan { get; private set; }

    /// <summary>What <c>stream_options</c> is; <see cref="JsonKind.None"/> where it is missing.</summary>
    public JsonKind StreamOptionsKind { get; private set; }

    /// <summary>What <c>stream_options.include_usage</c> is; <see cref="JsonKind.None"/> where it is missing.</summary>
    public JsonKind IncludeUsageKind { get; private set; }

    /// <summary><c>store</c>, where it is true or false.</summary>
    public bool? Stores { get; private set; }

    /// <summary><c>background</c> is <c>true</c>.</summary>
    public bool IsBackground { get; private set; }

    /// <summary><c>prompt_cache_key</c> where it is a text of 1 to 256 bytes; else null.</summary>
    public string? CacheKey { get; private set; }

    /// <summary>Where the first cache marker ends, in bytes from the start; 0 where none was found.</summary>
    public long FirstMarkerEnd { get; private set; }

    /// <summary>The objects of one account that it names, in their order, at most eight; Gemini's files as <c>files/{id}</c>. Null for none.</summary>
    public IReadOnlyList<string>? Objects => _objects;

    /// <summary>The next bytes of the body.</summary>
    public void Read(ReadOnlySpan<byte> bytes) => _json.Read(bytes);

    void IJsonSink.OnValue(int slot, in JsonValue value)
    {
        switch ((Slot)slot)
        {
            case Slot.Model:
                ModelKind = value.Kind;
                ModelSpan = Span();
                Model = value.Kind == JsonKind.Text ? Encoding.UTF8.GetString(value.Text) : null;
                break;
            case Slot.Stream:
                Stream = value.Kind == JsonKind.True;
                StreamSpan = Span();
                break;
            case Slot.StreamOptions:
                (StreamOptionsKind, IncludeUsageKind) = (value.Kind, JsonKind.None);
                StreamOptionsSpan = Span();
                break;
            case Slot.IncludeUsage:
                IncludeUsageKind = value.Kind;
                IncludeUsageSpan = Span();
                break;
            case Slot.Store:
                Stores = value.Kind switch { JsonKind.True => true, JsonKind.False => false, _ => null };
                break;
            case Slot.Background:
                IsBackground = value.Kind == JsonKind.True;
                break;
            case Slot.CacheKey:
                CacheKey = value is { Kind: JsonKind.Text, Text.Length: > 0 } ? Encoding.UTF8.GetString(value.Text) : null;
                break;
            case Slot.Object when value.Kind == JsonKind.Text:
                Keep(Encoding.UTF8.GetString(value.Text));
                break;
            case Slot.FileUri when value.Kind == JsonKind.Text:
                Keep(ObjectReferences.FileAt(value.Text));
                break;
        }
    }

    private void Keep(string? id)
    {
        if (id is { Length: > 0 } && (_objects is null || (_objects.Count < ObjectReferences.Most && !_objects.Contains(id))))
        {
            (_objects ??= []).Add(id);
        }
    }

    void IJsonSink.OnClosed(int slot)
    {
        if (slot == (int)Slot.StreamOptions)
        {
            StreamOptionsAreEmpty = _json.ClosedEmpty;
        }
        else if (slot == (int)Slot.CacheMarker && FirstMarkerEnd == 0)
        {
            FirstMarkerEnd = _json.Position;
        }
    }

    private BodySpan Span() => new(_json.ValueStart, _json.Position);
}
