using System.Buffers;
using System.Text.Json;

namespace MultiplexCluster.Providers.Translation.Json;

/// <summary>Several JSON strings as one, never unescaped.</summary>
internal sealed class JoinedText
{
    private JsonElement _first;
    private ArrayBufferWriter<byte>? _joined;

    /// <summary>Nothing has been added.</summary>
    public bool IsEmpty => _first.ValueKind == JsonValueKind.Undefined;

    /// <summary>Adds a string; anything else says nothing.</summary>
    public void Add(JsonElement text)
    {
        if (text.ValueKind != JsonValueKind.String)
        {
            return;
        }

        if (IsEmpty)
        {
            _first = text;
            return;
        }

        if (_joined is null)
        {
            _joined = new ArrayBufferWriter<byte>();
            _joined.Write("\""u8);
            _joined.Write(_first.RawText());
        }

        _joined.Write(text.RawText());
    }

    /// <summary>Writes the string; null where nothing has been added.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        if (IsEmpty)
        {
            json.WriteNullValue();
        }
        else if (_joined is null)
        {
            json.WriteRawValue(_first.Raw(), skipInputValidation: true);
        }
        else
        {
            _joined.Write("\""u8);
            json.WriteRawValue(_joined.WrittenSpan, skipInputValidation: true);
        }
    }
}
