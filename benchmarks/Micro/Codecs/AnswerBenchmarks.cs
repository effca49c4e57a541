using BenchmarkDotNet.Attributes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Micro.Codecs;

/// <summary>Reading usage and completeness while an answer goes by: a stream of 100 events per event, a body of 2 KB.</summary>
public class AnswerBenchmarks
{
    private const int Chunk = 1_024;
    private IProviderCodec _codec = ProviderCodecs.For(ProviderKind.OpenAi);
    private ProviderRoute _streamed = Samples.Route(ProviderKind.OpenAi, stream: true);
    private ProviderRoute _whole = Samples.Route(ProviderKind.OpenAi, stream: false);
    private byte[] _stream = [];
    private byte[] _answer = [];

    [Params(ProviderKind.OpenAi, ProviderKind.Anthropic, ProviderKind.Gemini, ProviderKind.Groq)]
    public ProviderKind Provider { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _codec = ProviderCodecs.For(Provider);
        (_streamed, _whole) = (Samples.Route(Provider, stream: true), Samples.Route(Provider, stream: false));
        (_stream, _answer) = (Samples.Stream(Provider), Samples.Answer(Provider));
        if (ReadEvents() is not AnswerEnd.Complete || ReadJson() is not AnswerEnd.Complete)
        {
            throw new InvalidOperationException("the samples are not what the vendor sends");
        }
    }

    [Benchmark(OperationsPerInvoke = Samples.Events)]
    public AnswerEnd ReadEvents()
    {
        var reader = _codec.ReadAnswer(_streamed, "text/event-stream");
        for (var at = 0; at < _stream.Length; at += Chunk)
        {
            reader.Read(_stream.AsSpan(at, Math.Min(Chunk, _stream.Length - at)));
        }

        return reader.End();
    }

    [Benchmark]
    public AnswerEnd ReadJson()
    {
        var reader = _codec.ReadAnswer(_whole, "application/json");
        reader.Read(_answer);
        return reader.End();
    }
}
