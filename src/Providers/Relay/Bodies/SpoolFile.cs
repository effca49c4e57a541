using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MultiplexCluster.Providers.Relay.Bodies;

/// <summary>
/// A temporary file that nobody else can open and that is gone when the process is: unlinked at once where the system
/// allows it, else deleted on close.
/// </summary>
public sealed class SpoolFile : IDisposable
{
    /// <summary>The names such files have while they have one.</summary>
    public const string Pattern = "body-*.tmp";

    private readonly SafeFileHandle _handle;

    private SpoolFile(SafeFileHandle handle) => _handle = handle;

    /// <summary>Bytes written so far.</summary>
    internal long Length { get; private set; }

    /// <summary>A file that begins with these bytes.</summary>
    internal static async ValueTask<SpoolFile> StartAsync(string directory, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        var file = Create(directory);
        try
        {
            await file.AppendAsync(bytes, cancel);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SpoolFile Create(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"body-{Guid.NewGuid():N}.tmp");
        var options = OperatingSystem.IsWindows()
            ? FileOptions.Asynchronous | FileOptions.DeleteOnClose
            : FileOptions.None;
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return new SpoolFile(handle);
    }

    internal async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await RandomAccess.WriteAsync(_handle, bytes, Length, cancel);
        Length += bytes.Length;
    }

    /// <summary>Appends all parts by one write.</summary>
    internal async ValueTask AppendAsync(ReadOnlySequence<byte> bytes, CancellationToken cancel)
    {
        if (bytes.IsSingleSegment)
        {
            await AppendAsync(bytes.First, cancel);
            return;
        }

        var parts = new List<ReadOnlyMemory<byte>>();
        foreach (var part in bytes)
        {
            parts.Add(part);
        }

        await RandomAccess.WriteAsync(_handle, parts, Length, cancel);
        Length += bytes.Length;
    }

    internal ValueTask<int> ReadAsync(long offset, Memory<byte> target, CancellationToken cancel) =>
        RandomAccess.ReadAsync(_handle, target, offset, cancel);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
