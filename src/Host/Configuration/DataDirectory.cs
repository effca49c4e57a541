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

    /// <summary>The master key: the operator's, the one kept here, or a new one.</summary>
    public static MasterKey MasterKey(MultiplexOptions options, ICollection<ConfigurationError> errors)
    {
        if (options.MasterKey is { } configured)
        {
            return configured;
        }

        var path = Path.Combine(options.DataDirectory, MasterKeyName);
        if (!File.Exists(path) && Directory.EnumerateFiles(options.DataDirectory, "*.db").Any())
        {
            // A new key would open none of the keys in that database.
            errors.Add(new ConfigurationError(
                "Multiplex__MasterKey",
                null,
                $"must be the key the database in {options.DataDirectory} was made with; {MasterKeyName} is not there"));
            return Core.Secrets.MasterKey.Generate(out _);
        }

        var text = Kept(path, () => { Core.Secrets.MasterKey.Generate(out var base64); return base64; }, out _);
        if (Core.Secrets.MasterKey.TryParse(text, out var key))
        {
            return key;
        }

        errors.Add(new ConfigurationError("Multiplex__MasterKeyFile", path, "its content must be base64 of exactly 32 bytes; nothing was overwritten"));
        return Core.Secrets.MasterKey.Generate(out _);
    }

    /// <summary>The admin token: the operator's, the one kept here, or a new one.</summary>
    public static Admin.Authentication.AdminToken AdminToken(MultiplexOptions options, ICollection<ConfigurationError> errors, out string? generated)
    {
        generated = null;
        if (options.AdminToken is { } configured)
        {
            return new Admin.Authentication.AdminToken(configured.Reveal());
        }

        var path = Path.Combine(options.DataDirectory, AdminTokenName);
        var text = Kept(path, Admin.Authentication.AdminToken.Generate, out var isNew);
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            errors.Add(new ConfigurationError("Multiplex__Admin__Token", null, $"{path} holds no token; delete it to have one generated"));
        }

        generated = isNew ? text : null;
        return new Admin.Authentication.AdminToken(text);
    }

    private static string Kept(string path, Func<string> generate, out bool isNew)
    {
        isNew = false;
        if (!File.Exists(path))
        {
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
