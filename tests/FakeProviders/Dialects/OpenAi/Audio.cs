using System.Text;
using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>/audio/speech</c>, <c>/audio/transcriptions</c> and <c>/audio/translations</c> of OpenAI and Groq.</summary>
internal static class Audio
{
    /// <summary>Length of every speech, in bytes. Byte i is i modulo 251, so that a lost piece shows.</summary>
    public const int SpeechLength = 20_000;

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["audio", "speech"]) => Speak(dialect, request),
        ("POST", ["audio", "transcriptions" or "translations"]) => Transcribe(dialect, request),
        _ => null,
    };

    private static Reply Speak(Dialect dialect, Request request)
    {
        if (request.Text("input") is null)
        {
            return dialect.Refuse(400, "'input' is required.");
        }

        var bytes = new byte[SpeechLength];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i % 251);
        }

        // In pieces, as the provider sends what it has said so far.
        return dialect.Good("") with { Events = bytes.Chunk(4096), ContentType = "audio/mpeg" };
    }

    /// <summary>The text tells how many bytes came; Groq tells no tokens.</summary>
    private static Reply Transcribe(Dialect dialect, Request request)
    {
        var form = request.Form();
        if (form.Find("file") is not { FileName: not null } file || form.Text("model") is null)
        {
            return dialect.Refuse(400, "'file' and 'model' are required.");
        }

        var text = $"heard {file.Content.Length} bytes";
        if (form.Text("stream") == "true")
        {
            return dialect.Good("") with { Events = Stream(text).Select(Encoding.UTF8.GetBytes), ContentType = "text/event-stream; charset=utf-8" };
        }

        if (form.Text("response_format") == "text")
        {
            return dialect.Good(text + "\n") with { ContentType = "text/plain; charset=utf-8" };
        }

        var answer = new JsonObject { ["text"] = text };
        if (dialect.Name == ProviderDialect.Groq)
        {
            answer["x_groq"] = new JsonObject { ["id"] = $"req_{request.Id}" };
        }
        else
        {
            answer["usage"] = Usage();
        }

        return dialect.Good(answer.ToJsonString());
    }

    private static IEnumerable<string> Stream(string text)
    {
        foreach (var word in text.Split(' '))
        {
            yield return Sse.Data(new JsonObject { ["type"] = "transcript.text.delta", ["delta"] = word + " " }.ToJsonString());
        }

        yield return Sse.Data(new JsonObject { ["type"] = "transcript.text.done", ["text"] = text, ["usage"] = Usage() }.ToJsonString());
    }

    private static JsonObject Usage() => new()
    {
        ["type"] = "tokens",
        ["input_tokens"] = FakeTokens.Input,
        ["output_tokens"] = FakeTokens.Output,
        ["total_tokens"] = FakeTokens.Input + FakeTokens.Output,
    };
}
