using System.Collections.Concurrent;
using System.Text;
using MultiplexCluster.Faults.Service;

namespace MultiplexCluster.Faults.Secrecy;

/// <summary>Makes API keys that are easily found again, and looks for them where no key may be.</summary>
public sealed class SecretWatch
{
    private const string Mark = "canary-in-the-coal-mine";
    private static readonly byte[][] Forms = [Encoding.UTF8.GetBytes(Mark), Encoding.Unicode.GetBytes(Mark)];
    private readonly ConcurrentQueue<string> _findings = new();

    /// <summary>Where keys were found.</summary>
    public IReadOnlyCollection<string> Findings => _findings;

    /// <summary>An API key of this name.</summary>
    public static string Key(string name) => $"sk-{Mark}-{name}";

    /// <summary>Looks through a text.</summary>
    public void Look(string text, string where)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        if (at >= 0)
        {
            _findings.Enqueue($"{where}: …{text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)]}…");
        }
    }

    /// <summary>Looks through all that a service has written: its output and the raw bytes of its files.</summary>
    public async Task LookThroughAsync(ServiceProcess service)
    {
        ArgumentNullException.ThrowIfNull(service);
        foreach (var line in service.Output.Lines)
        {
            Look(line, "output");
        }

        // What is empty holds no secret, but perhaps a lock.
        foreach (var file in Directory.EnumerateFiles(service.DataDirectory, "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length > 0))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            if (Forms.Any(form => bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(form) >= 0))
            {
                _findings.Enqueue($"file {Path.GetFileName(file)}");
            }
        }
    }
}
