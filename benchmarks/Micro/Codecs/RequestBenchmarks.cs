using BenchmarkDotNet.Attributes;
using MultiplexCluster.Providers.Codecs.Requests;

namespace MultiplexCluster.Micro.Codecs;

/// <summary>Reading from a request's body what the relay has to know.</summary>
public class RequestBenchmarks
{
    private byte[] _body = [];

    [Params(200, 2_000, 100_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Prepare() => _body = Samples.Request(Bytes);

    [Benchmark]
    public string? ReadHead()
    {
        var head = new RequestHead();
        head.Read(_body);
        return head.Model;
    }
}
