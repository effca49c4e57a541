using System.Net;
using System.Net.Sockets;

namespace MultiplexCluster.Faults.Service;

/// <summary>
/// Free ports below those the system gives to outgoing connections: else one of the many connections of a test could
/// get the port of a service that is about to start again.
/// </summary>
public static class LoopbackPort
{
    private const int First = 20_000;
    private const int Count = 12_000;
    private static int _next = Environment.ProcessId * 53 % Count;

    /// <summary>A port nobody listens on at 127.0.0.1, and which this process has not been given before.</summary>
    public static int Free()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException("no free port");
    }
}
