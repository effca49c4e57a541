using System.IO.Pipelines;

namespace MultiplexCluster.Providers.Relay.Checks;

/// <summary>Takes an answer that nobody reads.</summary>
internal sealed class DiscardedResponse : ICallerResponse, IDisposable
{
    private readonly CancellationTokenSource _left;

    internal DiscardedResponse(CancellationToken cancel, CancellationToken orThis) =>
        _left = CancellationTokenSource.CreateLinkedTokenSource(cancel, orThis);

    public CancellationToken Left => _left.Token;

    public bool PilesUp => false;

    public PipeWriter Body { get; } = PipeWriter.Create(Stream.Null);

    public void Begin(int status, long? contentLength)
    {
    }

    public void SetHeader(string name, string value)
    {
    }

    public void AddHeader(string name, string value)
    {
    }

    public void Abort() => _left.Cancel();

    public void Dispose() => _left.Dispose();
}
