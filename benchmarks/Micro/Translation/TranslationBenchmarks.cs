using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Micro.Codecs;
using MultiplexCluster.Providers.Translation;

namespace MultiplexCluster.Micro.Translation;

/// <summary>Translating a chat call of 2 KB with a tool and its answer of 2 KB, and a stream of 100 events per event.</summary>
public class TranslationBenchmarks
{
    private const int Chunk = 1_024;
    private static readonly AnswerContext Context = new("id", "model", DateTimeOffset.UnixEpoch, new AnswerWishes(IncludesUsage: true));

    private readonly ArrayBufferWriter<byte> _output = new(65_536);
    private readonly byte[] _request = Encoding.UTF8.GetBytes(
        $$$"""
        {"model":"m","messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"{{{new string('x', 700)}}}"},
         {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"find","arguments":"{\"city\":\"Paris\",\"days\":3}"} }]},
         {"role":"tool","tool_call_id":"call_1","content":"{{{new string('y', 400)}}}"},{"role":"user","content":"Caf\u00e9s?\n{{{new string('z', 150)}}}"}],
         "tools":[{"type":"function","function":{"name":"find","description":"Finds the weather of a city.","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"} },"required":["city"]} } }],
         "tool_choice":"auto","temperature":0.7,"max_tokens":512,"stop":["END"],"user":"user-1","stream":false}
        """);

    private IChatTranslation _translation = Translations.Chat(ProviderKind.Anthropic)!;
    private byte[] _answer = [];
    private byte[] _stream = [];

    [Params(ProviderKind.Anthropic, ProviderKind.Gemini, ProviderKind.Groq)]
    public ProviderKind Provider { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _translation = Translations.Chat(Provider)!;
        (_answer, _stream) = (Samples.Answer(Provider), Samples.Stream(Provider));
        if (TranslateRequest() is not TranslatedRequest || !TranslateAnswer().IsReadable || !TranslateEvents())
        {
            throw new InvalidOperationException("the samples are not what is translated");
        }
    }

    [Benchmark]
    public RequestTranslation TranslateRequest() => _translation.Translate(_request, "model");

    [Benchmark]
    public TranslatedAnswer TranslateAnswer() => _translation.Answer(_answer, Context);

    [Benchmark]
    public bool TranslateCall() => _translation.Translate(_request, "model") is TranslatedRequest && _translation.Answer(_answer, Context).IsReadable;

    [Benchmark(OperationsPerInvoke = Samples.Events)]
    public bool TranslateEvents()
    {
        _output.ResetWrittenCount();
        var stream = _translation.OpenStream(Context);
        for (var at = 0; at < _stream.Length; at += Chunk)
        {
            stream.Feed(_stream.AsSpan(at, Math.Min(Chunk, _stream.Length - at)), _output);
        }

        stream.End(_output);
        return stream.IsComplete;
    }
}
