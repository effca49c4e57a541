using MultiplexCluster.EndToEnd.Processes;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>Requests sent and left unanswered, one connection each, until disposed.</summary>
internal sealed class WaitingRequests : IDisposable
{
    private const int Openers = 16;
    private readonly List<HttpConnection> _connections = [];

    public static async Task<WaitingRequests> SendAsync(ServerProcess server, byte[] request, int count, CancellationToken cancellation)
    {
        var waiting = new WaitingRequests();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = Openers, CancellationToken = cancellation },
            async (_, token) =>
            {
                var connection = await HttpConnection.OpenAsync(server.Port, token);
                lock (waiting._connections)
                {
                    waiting._connections.Add(connection);
                }

                await connection.SendAsync(request);
            });
        return waiting;
    }

    public void Dispose() => _connections.ForEach(connection => connection.Dispose());
}
