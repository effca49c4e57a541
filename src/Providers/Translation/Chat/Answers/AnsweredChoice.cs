using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Chat.Answers;

/// <summary>One whole answer among those asked for.</summary>
internal sealed class AnsweredChoice
{
    private List<AnsweredCall>? _calls;

    /// <summary>Its text.</summary>
    public JoinedText Content { get; } = new();

    /// <summary>The text of its reasoning.</summary>
    public JoinedText Reasoning { get; } = new();

    /// <summary>How many tools it calls.</summary>
    public int CallCount => _calls?.Count ?? 0;

    /// <summary>Adds a call.</summary>
    public void Add(in AnsweredCall call) => (_calls ??= []).Add(call);

    /// <summary>Writes it as an item of <c>choices</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="index">Its number.</param>
    /// <param name="finishReason">Why it ended.</param>
    /// <param name="writeLogProbs">Writes the value of <c>logprobs</c>; null where there is none.</param>
    public void WriteTo(Utf8JsonWriter json, int index, string finishReason, Action<Utf8JsonWriter>? writeLogProbs = null)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WritePropertyName("content"u8);
        Content.WriteTo(json);
        if (!Reasoning.IsEmpty)
        {
            json.WritePropertyName("reasoning_content"u8);
            Reasoning.WriteTo(json);
        }

        json.WriteNull("refusal"u8);
        WriteCalls(json);
        json.WriteEndObject();
        json.WritePropertyName("logprobs"u8);
        if (writeLogProbs is null)
        {
            json.WriteNullValue();
        }
        else
        {
            writeLogProbs(json);
        }

        json.WriteString("finish_reason"u8, finishReason);
        json.WriteEndObject();
    }

    private void WriteCalls(Utf8JsonWriter json)
    {
        if (_calls is null)
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var call in _calls)
        {
            call.WriteTo(json, index: null, missing: "{}"u8);
        }

        json.WriteEndArray();
    }
}
