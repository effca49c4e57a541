using BenchmarkDotNet.Attributes;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Micro.Codecs;

/// <summary>What a 429 means, and how long to wait.</summary>
public class JudgeBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly RetryAfter Headers = new();
    private IProviderCodec _codec = ProviderCodecs.For(ProviderKind.OpenAi);
    private ProviderRoute _route = Samples.Route(ProviderKind.OpenAi, stream: false);
    private byte[] _body = [];

    [Params(ProviderKind.OpenAi, ProviderKind.Anthropic, ProviderKind.Gemini, ProviderKind.Groq)]
    public ProviderKind Provider { get; set; }

    [GlobalSetup]
    public void Prepare() =>
        (_codec, _route, _body) = (ProviderCodecs.For(Provider), Samples.Route(Provider, stream: false), Samples.RateLimit(Provider));

    [Benchmark]
    public Verdict JudgeRateLimit() => _codec.Judge(new ErrorAnswer { Route = _route, Status = 429, Headers = Headers, Body = _body, Now = Now });

    private sealed class RetryAfter : IAnswerHeaders
    {
        public string? First(string name) => string.Equals(name, "retry-after", StringComparison.OrdinalIgnoreCase) ? "17" : null;
    }
}
