using System.Text.Json;

namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>What an answer depends on of a JSON request body.</summary>
internal readonly record struct BodyFacts
{
    /// <summary>Where the model's name is, as a slice of the body; escapes are not undone.</summary>
    public Range Model { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    /// <summary>Texts to embed or classify: the elements of <c>input</c> or <c>requests</c>, at least 1.</summary>
    public int Inputs { get; init; }

    /// <summary>Embeddings are wanted as base64 (<c>encoding_format</c>).</summary>
    public bool Base64 { get; init; }

    /// <summary>The request offers tools.</summary>
    public bool HasTools { get; init; }

    /// <summary>The request names an object of its key at its top: <c>previous_response_id</c>, <c>conversation</c> or <c>cachedContent</c>.</summary>
    public bool NamesObject { get; init; }

    public bool IsMalformed { get; init; }

    public static BodyFacts Read(ReadOnlySpan<byte> body)
    {
        var facts = new BodyFacts { Inputs = 1 };
        if (body.IsEmpty || body[0] == (byte)'-')
        {
            return facts; // nothing, or the boundary of a multipart form
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                facts = ReadProperty(ref reader, facts);
            }

            return facts;
        }
        catch (JsonException)
        {
            return facts with { IsMalformed = true };
        }
    }

    private static BodyFacts ReadProperty(ref Utf8JsonReader reader, BodyFacts facts)
    {
        if (reader.ValueTextEquals("model"u8))
        {
            reader.Read();
            var start = (int)reader.TokenStartIndex + 1;
            facts = reader.TokenType == JsonTokenType.String
                ? facts with { Model = start..(start + reader.ValueSpan.Length) }
                : facts;
            reader.Skip();
            return facts;
        }

        if (reader.ValueTextEquals("stream"u8))
        {
            reader.Read();
            facts = facts with { Stream = reader.TokenType == JsonTokenType.True };
            reader.Skip();
            return facts;
        }

        if (reader.ValueTextEquals("stream_options"u8))
        {
            return facts with { IncludeUsage = HasTrue(ref reader) };
        }

        if (reader.ValueTextEquals("encoding_format"u8))
        {
            reader.Read();
            facts = facts with { Base64 = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("base64"u8) };
            reader.Skip();
            return facts;
        }

        if (reader.ValueTextEquals("input"u8) || reader.ValueTextEquals("requests"u8))
        {
            return facts with { Inputs = Math.Max(1, CountElements(ref reader)) };
        }

        var tools = reader.ValueTextEquals("tools"u8);
        var names = reader.ValueTextEquals("previous_response_id"u8) || reader.ValueTextEquals("conversation"u8) || reader.ValueTextEquals("cachedContent"u8);
        reader.Read();
        var present = reader.TokenType != JsonTokenType.Null;
        reader.Skip();
        return facts with { HasTools = facts.HasTools || (tools && present), NamesObject = facts.NamesObject || (names && present) };
    }

    private static bool HasTrue(ref Utf8JsonReader reader)
    {
        var found = false;
        var depth = reader.CurrentDepth;
        reader.Read();
        while (reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("include_usage"u8))
            {
                reader.Read();
                found = reader.TokenType == JsonTokenType.True;
            }

            if (!reader.Read())
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Elements of an array of texts or token arrays; an array of numbers is one input.</summary>
    private static int CountElements(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return 1;
        }

        var count = 0;
        var numbers = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers |= reader.TokenType == JsonTokenType.Number;
            reader.Skip();
            count++;
        }

        return numbers ? 1 : count;
    }
}
