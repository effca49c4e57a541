using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Tests.Codecs;
using MultiplexCluster.Providers.Translation;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Translation;

/// <summary>What a client of chat streams reads, one word per event.</summary>
internal static class Transcript
{
    /// <summary>The whole translation of a stream; asserts that it is the same wherever the stream is cut.</summary>
    public static string Raw(ProviderKind target, string stream, bool usage = false) => Splits.SameEverywhere(Splits.Utf8(stream), feed =>
    {
        var output = new ArrayBufferWriter<byte>();
        var translator = Translations.Chat(target)!.OpenStream(Translating.Context(usage));
        feed(bytes => translator.Feed(bytes, output));
        translator.End(output);
        Assert.True(translator.IsOver);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    });

    /// <summary>As <see cref="Raw"/>, in words.</summary>
    public static string Of(ProviderKind target, string stream, bool usage = false) => Read(Raw(target, stream, usage));

    public static string Read(string output) => string.Join(' ', Events(output).Select(Word));

    public static IEnumerable<string> Events(string output)
    {
        Assert.True(output.Length == 0 || output.EndsWith("\n\n", StringComparison.Ordinal));
        foreach (var frame in output.Split("\n\n")[..^1])
        {
            Assert.StartsWith("data: ", frame, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', frame);
            yield return frame["data: ".Length..];
        }
    }

    private static string Word(string data)
    {
        if (data == "[DONE]")
        {
            return "DONE";
        }

        var chunk = JsonNode.Parse(data)!;
        if (chunk["error"] is { } error)
        {
            return $"error:{error["type"]}/{error["code"]}/{error["message"]}";
        }

        Assert.Equal("chat.completion.chunk", (string?)chunk["object"]);
        if (chunk["choices"]!.AsArray().Count == 0)
        {
            var usage = chunk["usage"]!;
            return $"usage:{usage["prompt_tokens"]}/{usage["prompt_tokens_details"]?["cached_tokens"]}/{usage["completion_tokens"]}/{usage["total_tokens"]}";
        }

        var choice = chunk["choices"]![0]!;
        var number = (int)choice["index"]!;
        return (number == 0 ? string.Empty : $"{number}.") + Delta(choice);
    }

    private static string Delta(JsonNode choice)
    {
        var delta = choice["delta"]!;
        if (choice["finish_reason"] is { } reason)
        {
            return $"finish:{reason}";
        }

        if (delta["role"] is { } role)
        {
            return $"{role}";
        }

        if (choice["logprobs"] is { } logprobs)
        {
            return $"logprobs:{logprobs["content"]!.AsArray().Count}";
        }

        return delta["tool_calls"] is { } calls ? Call(calls[0]!)
            : delta["reasoning_content"] is { } reasoning ? $"({reasoning})"
            : $"\"{delta["content"]}\"";
    }

    private static string Call(JsonNode call)
    {
        var function = call["function"]!;
        var head = call["id"] is { } id ? $"={id}/{call["type"]}/{function["name"]}" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"call{(int)call["index"]!}{head}:{function["arguments"]}");
    }
}
