using System.Collections.Concurrent;

namespace MultiplexCluster.Faults.Service;

/// <summary>What a service has written.</summary>
public sealed class ServiceOutput
{
    // What ran at a deleted endpoint is reported to nobody; tests name the endpoints they delete after this word.
    private const string ComesAndGoes = "fleeting";

    // "Unhandled" is the platform's word for an exception nobody caught, and the actor system's for a message.
    private static readonly string[] Alarms = ["Unhandled", "fail:", "crit:", "[ERROR]", "Report] from"];
    private readonly ConcurrentQueue<string> _lines = new();

    private event Action<string>? Written;

    /// <summary>All lines.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Lines that must not be there, each with the next few.</summary>
    public IReadOnlyList<string> AlarmingLines
    {
        get
        {
            var lines = _lines.ToArray();
            return
            [
                .. Enumerable.Range(0, lines.Length)
                    .Where(i => Alarms.Any(alarm => lines[i].Contains(alarm, StringComparison.Ordinal)) && !IsOfDeleted(lines[i]))
                    .Select(i => string.Join(Environment.NewLine, lines.Skip(i).Take(8))),
            ];
        }
    }

    /// <summary>Completes with the first line that has these words, written already or later; a <see cref="TimeoutException"/> after the limit (default 30 s).</summary>
    public async Task<string> WaitForAsync(string words, TimeSpan? limit = null)
    {
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Listen(string line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                heard.TrySetResult(line);
            }
        }

        Written += Listen;
        try
        {
            foreach (var line in _lines)
            {
                Listen(line);
            }

            return await heard.Task.WaitAsync(limit ?? TimeSpan.FromSeconds(30));
        }
        finally
        {
            Written -= Listen;
        }
    }

    /// <summary>The last lines, as one text.</summary>
    public string Tail(int count) => string.Join(Environment.NewLine, _lines.TakeLast(count));

    private static bool IsOfDeleted(string line) =>
        line.Contains("dead letters", StringComparison.Ordinal) && line.Contains(ComesAndGoes, StringComparison.Ordinal);

    /// <summary>Takes a line; null, which ends a stream, is none.</summary>
    public void Add(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            Written?.Invoke(line);
        }
    }
}
