namespace MultiplexCluster.Host.Tests.Service;

/// <summary>What the service has written to its console, line by line, and tests that wait for a line.</summary>
internal sealed class ServiceOutput
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiting = [];

    /// <summary>Lines so far.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>The lines from that one on.</summary>
    public IReadOnlyList<string> From(int line)
    {
        lock (_lock)
        {
            return [.. _lines.Skip(line)];
        }
    }

    /// <summary>The first line, from that one on, that is wanted.</summary>
    public async Task<string> WaitForAsync(Func<string, bool> wanted, int from = 0)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_lines.Skip(from).FirstOrDefault(wanted) is { } line)
            {
                return line;
            }

            _waiting.Add((wanted, found));
        }

        return await found.Task.WaitAsync(Eventually.Patience);
    }

    internal void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _lines.Add(line);
            _waiting.RemoveAll(w => w.Wanted(line) && w.Found.TrySetResult(line));
        }
    }
}
