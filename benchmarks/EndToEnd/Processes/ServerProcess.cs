using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace MultiplexCluster.EndToEnd.Processes;

/// <summary>A server started by the harness, with what the operating system says about it.</summary>
internal sealed class ServerProcess(string name, Process process, int port)
{
    private const int KeptLines = 40;
    private readonly ConcurrentQueue<string> _lastLines = new();

    public string Name => name;

    public int Id => process.Id;

    public int Port => port;

    /// <summary>User and system time of the whole process so far; comes in ticks of 10 ms on Linux.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory, bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Waits until the port accepts a connection; fails at once if the process ends.</summary>
    public async Task WaitUntilListeningAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < timeout)
        {
            ThrowIfExited();
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync("127.0.0.1", port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, cancellation);
            }
        }

        throw new InvalidOperationException($"{name} did not listen within {timeout.TotalSeconds:0} s.{LastLines()}");
    }

    public void ThrowIfExited()
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"{name} ended with exit code {process.ExitCode}.{LastLines()}");
        }
    }

    /// <summary>Reads the output so that a full pipe never blocks the server; the last lines explain failures.</summary>
    public void KeepOutput()
    {
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Ends the process, if it still runs.</summary>
    public void End()
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(5_000);
        }
        catch (InvalidOperationException)
        {
            // It had already ended by itself.
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lastLines.Enqueue(line);
        if (_lastLines.Count > KeptLines)
        {
            _lastLines.TryDequeue(out _);
        }
    }

    private string LastLines() => _lastLines.IsEmpty ? "" : Environment.NewLine + string.Join(Environment.NewLine, _lastLines);
}
