using System.Diagnostics.CodeAnalysis;

namespace MultiplexCluster.Host.Configuration;

/// <summary>Secrets kept in files that only their owner may read (mode 0600).</summary>
public static class SecretFile
{
    private const int LongestSecret = 64 * 1024;

    /// <summary>Reads a secret, whitespace around it trimmed; the error tells why it cannot be read.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        (text, error) = (null, null);
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > LongestSecret)
            {
                error = "too large for a secret";
                return false;
            }

            using var reader = new StreamReader(file);
            text = reader.ReadToEnd().Trim();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = exception is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : "it cannot be opened";
            return false;
        }
    }

    /// <summary>
    /// Writes a secret that must not be there yet: complete and on disk before it gets its name. False when
    /// another process was first; throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public static bool TryCreate(string path, string secret)
    {
        var draft = $"{path}.{Guid.NewGuid():n}.tmp";
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(draft, mode))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(secret + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
