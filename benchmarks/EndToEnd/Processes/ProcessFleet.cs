using System.Diagnostics;

namespace MultiplexCluster.EndToEnd.Processes;

/// <summary>Every process the harness starts; all of them end when it is disposed.</summary>
internal sealed class ProcessFleet : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ServerProcess> _started = [];

    public ServerProcess Start(string name, string dll, int port, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(dll),
        };
        ChildEnvironment.Prepare(start.Environment, environment);
        lock (_gate)
        {
            var server = new ServerProcess(name, Process.Start(start)!, port);
            server.KeepOutput();
            _started.Add(server);
            return server;
        }
    }

    public void End(ServerProcess server)
    {
        lock (_gate)
        {
            server.End();
            _started.Remove(server);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _started.ForEach(server => server.End());
            _started.Clear();
        }
    }
}
