using MultiplexCluster.Core.Secrets;
using MultiplexCluster.Providers.Relay.Bodies;

namespace MultiplexCluster.Host.Configuration;

/// <summary>Makes the data directory and the secrets in it that the operator left to the service.</summary>
internal static class DataDirectory
{
    private const string MasterKeyName = "master.key";
    private const string AdminTokenName = "admin.token";

    /// <summary>Makes the directory, its owner's alone.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Where bodies wait that don't stay in memory.</summary>
    public static string Spool(MultiplexOptions options) => Path.Combine(options.DataDirectory, "spool");

    /// <summary>Removes what a process left there that ended between making a file and unlinking it. Only while the directory is held.</summary>
    public static void ClearSpool(MultiplexOptions options)
    {
        var spool = new DirectoryInfo(Spool(options));
        foreach (var file in spool.Exists ? spool.GetFiles(SpoolFile.Pattern) : [])
        {
            file.Delete();
        }
    }

    /// <summary>Where a generated admin token is kept.</summary>
    public static string AdminTokenFile(string path) => Path.Combine(path, AdminTokenName);

    /// <summary>Why the directory can't be made or written, in words for an operator; null when it can. Leaves nothing behind.</summary>
    public static string? WhyUnusable(string path)
    {
        var made = new Stack<string>();
        for (var missing = path; !Directory.Exists(missing); missing = Path.GetDirectoryName(missing)!)
        {
            if (File.Exists(missing))
            {
                return $"{missing} is a file";
            }

            made.Push(missing);
        }

        try
        {
            Create(path);
            using var probe = new FileStream(
                Path.Combine(path, $"probe.{Guid.NewGuid():n}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            probe.WriteByte(0);
            probe.Flush();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return "this user may not write there";
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"nothing can be made in {Path.GetDirectoryName(made.FirstOrDefault(path))}"; // the file system's own message names a file nobody looks for
        }
        catch (IOException failure)
        {
            return failure.Message;
        }
        finally
        {
            foreach (var directory in made.Reverse().Where(Directory.Exists))
            {
                Directory.Delete(directory);
            }
        }
    }

    /// <summary>The master key: the operator's, the one kept here, or a new one where nothing is wrong so far; null where it is.</summary>
    public static MasterKey? MasterKey(MultiplexOptions options, List<ConfigurationError> errors)
    {
        if (options.MasterKey is { } configured)
        {
            return configured;
        }

        if (errors.Exists(error => error.Key is "Multiplex__MasterKey" or "Multiplex__MasterKeyFile"))
        {
            return null; // set, but wrong: what is kept here doesn't matter
        }

        var path = Path.Combine(options.DataDirectory, MasterKeyName);
        if (!File.Exists(path) && Directory.EnumerateFiles(options.DataDirectory, "*.db").Any())
        {
            // A new key would open none of the keys in that database.
            errors.Add(new ConfigurationError(
                "Multiplex__MasterKey",
                null,
                $"must be the key the database in {options.DataDirectory} was made with; {MasterKeyName} is not there"));
            return null;
        }

        var text = Kept(path, errors, () => { Core.Secrets.MasterKey.Generate(out var base64); return base64; }, out _);
        if (Core.Secrets.MasterKey.TryParse(text, out var key) || text is null)
        {
            return key;
        }

        errors.Add(new ConfigurationError("Multiplex__MasterKeyFile", path, "its content must be base64 of exactly 32 bytes; nothing was overwritten"));
        return null;
    }

    /// <summary>The admin token: the operator's, the one kept here, or a new one where nothing is wrong so far; null where it is.</summary>
    public static Admin.Authentication.AdminToken? AdminToken(MultiplexOptions options, List<ConfigurationError> errors, out string? generated)
    {
        generated = null;
        if (options.AdminToken is { } configured)
        {
            return new Admin.Authentication.AdminToken(configured.Reveal());
        }

        var path = AdminTokenFile(options.DataDirectory);
        if (Kept(path, errors, Admin.Authentication.AdminToken.Generate, out var isNew) is not { } text)
        {
            return null;
        }

        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            errors.Add(new ConfigurationError("Multiplex__Admin__Token", null, $"{path} holds no token; delete it to have one generated"));
        }

        generated = isNew ? text : null;
        return new Admin.Authentication.AdminToken(text);
    }

    private static string? Kept(string path, List<ConfigurationError> errors, Func<string> generate, out bool isNew)
    {
        isNew = false;
        if (!File.Exists(path))
        {
            if (errors.Count > 0)
            {
                return null;
            }

            var fresh = generate();
            isNew = SecretFile.TryCreate(path, fresh);
            if (isNew)
            {
                return fresh;
            }
        }

        return SecretFile.TryRead(path, out var text, out var error) ? text : throw new IOException($"{path}: {error}");
    }
}
