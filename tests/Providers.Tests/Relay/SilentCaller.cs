using System.IO.Pipelines;
using MultiplexCluster.Providers.Relay;

namespace MultiplexCluster.Providers.Tests.Relay;

/// <summary>A caller who neither leaves nor reads, for tests of the other side.</summary>
internal sealed class SilentCaller : ICallerResponse
{
    public bool IsCut { get; private set; }

    public CancellationToken Left => CancellationToken.None;

    public PipeWriter Body { get; } = new Pipe().Writer;

    public bool PilesUp { get; init; }

    public void Begin(int status, long? contentLength)
    {
    }

    public void SetHeader(string name, string value)
    {
    }

    public void AddHeader(string name, string value)
    {
    }

    public void Abort() => IsCut = true;
}
