using System.Text;
using BenchmarkDotNet.Attributes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Micro.Codecs;

/// <summary>Answers whose mass is nothing to the relay: a Responses stream per event, an embedding of 1,536 numbers, a body of tool calls.</summary>
public class ShapeBenchmarks
{
    private const int Events = 100;
    private static readonly IProviderCodec Codec = ProviderCodecs.For(ProviderKind.OpenAi);
    private static readonly ProviderRoute Responses = Codec.Match("POST", "/responses")!;
    private static readonly ProviderRoute Embeddings = Codec.Match("POST", "/embeddings")!;
    private static readonly ProviderRoute Chat = Codec.Match("POST", "/chat/completions")!;

    private readonly byte[] _responses = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Repeat(
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":7,\"item_id\":\"msg_0123456789abcdef\",\"output_index\":0,\"content_index\":0,\"delta\":\" some\",\"logprobs\":[]}\n\n",
            Events))
        + "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":9,\"output_tokens\":100,\"total_tokens\":109}}}\n\n");

    private readonly byte[] _embedding = Encoding.UTF8.GetBytes(
        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":["
        + string.Join(',', Enumerable.Range(0, 1_536).Select(i => $"-0.0{i:D6}"))
        + "]}],\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}");

    private readonly byte[] _tools = Encoding.UTF8.GetBytes(
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
        + string.Join(',', Enumerable.Repeat("{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":\"{\\\"city\\\":\\\"Paris\\\",\\\"days\\\":3}\"}}", 20))
        + "]},\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":90,\"completion_tokens\":100,\"total_tokens\":190}}");

    [Benchmark(OperationsPerInvoke = Events)]
    public AnswerEnd ReadResponses()
    {
        var reader = Codec.ReadAnswer(Responses, "text/event-stream");
        for (var at = 0; at < _responses.Length; at += 1_024)
        {
            reader.Read(_responses.AsSpan(at, Math.Min(1_024, _responses.Length - at)));
        }

        return reader.End();
    }

    [Benchmark]
    public AnswerEnd ReadEmbedding() => Read(Embeddings, _embedding);

    [Benchmark]
    public AnswerEnd ReadToolCalls() => Read(Chat, _tools);

    private static AnswerEnd Read(ProviderRoute route, byte[] body)
    {
        var reader = Codec.ReadAnswer(route, "application/json");
        reader.Read(body);
        return reader.End();
    }
}
