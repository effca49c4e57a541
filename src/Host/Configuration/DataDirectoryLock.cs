namespace MultiplexCluster.Host.Configuration;

/// <summary>Held while a process uses a data directory: a second one would double every limit.</summary>
public sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when another process holds it. It ends with the process, however that ends.</summary>
    public static DataDirectoryLock? TryTake(string dataDirectory)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new DataDirectoryLock(new FileStream(Path.Combine(dataDirectory, "in-use.lock"), options));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
