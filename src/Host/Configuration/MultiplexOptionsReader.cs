using MultiplexCluster.Core.Secrets;
using MultiplexCluster.Host.Origins;

namespace MultiplexCluster.Host.Configuration;

/// <summary>Reads <see cref="MultiplexOptions"/> and reports everything that is wrong at once.</summary>
public static class MultiplexOptionsReader
{
    private const string VisibleAscii = "must be 1 to 4,096 visible ASCII characters";

    /// <summary>The options, and every error; the options may be used only when there is none.</summary>
    public static (MultiplexOptions Options, IReadOnlyList<ConfigurationError> Errors) Read(IConfiguration configuration)
    {
        var reader = new SectionReader(configuration.GetSection("Multiplex"));
        var listeners = ListenerRules.Read(configuration, out var listenerErrors);
        var cluster = ClusterOptionsReader.Read(reader);
        var options = new MultiplexOptions
        {
            DataDirectory = DataDirectoryFrom(reader),
            Listeners = listeners,
            AdminToken = AdminTokenFrom(reader),
            MasterKey = MasterKeyFrom(reader),
            Persistence = PersistenceFrom(reader),
            Cluster = cluster,
            Upstreams = new UpstreamAccessOptions(
                reader.Flag("Upstreams:AllowPrivateNetworks") ?? false,
                reader.Flag("Upstreams:AllowAdministrationRoutes") ?? false,
                reader.Whole("Upstreams:KeyCheckSeconds", 300, 0, 86_400) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null),
            Limits = new LimitOptions(
                reader.Whole("Limits:MaxBodyBytes", 64L << 20, 1L << 10, 1L << 30),
                reader.Whole("Limits:MaxUploadBytes", 1L << 30, 1L << 10, 1L << 40),
                reader.Whole("Limits:BodyMemoryBytes", 256L << 20, 1L << 20, 1L << 40)),
            MaxObjects = (int)reader.Whole("Affinity:MaxObjects", 200_000, 0, 2_000_000),
            Routing = RoutingPolicyReader.Read(reader),
            Drain = new DrainOptions(
                TimeSpan.FromSeconds(reader.Whole("Drain:DelaySeconds", cluster.HasOtherNodes ? 5 : 0, 0, 300)),
                TimeSpan.FromSeconds(reader.Whole("Drain:LimitSeconds", 300, 1, 3_600))),
            AllowedHosts = AllowedHostsFrom(reader),
            AllowedOrigins = AllowedOriginsFrom(reader),
            RequireClientKey = reader.Flag("RequireClientKey") ?? !listeners.AreLoopback,
        };
        CombinationRules.Check(options, reader);
        return (options, [.. listenerErrors, .. reader.Errors]);
    }

    private static string DataDirectoryFrom(SectionReader reader)
    {
        var path = reader.Text("DataDirectory") ?? "./data";
        if (path.AsSpan().ContainsAny(Path.GetInvalidPathChars()))
        {
            reader.Fail("DataDirectory", path, "must be a path");
            return "./data";
        }

        if (File.Exists(path))
        {
            reader.Fail("DataDirectory", path, "must be a directory; a file of that name exists");
        }

        return Path.GetFullPath(path);
    }

    private static ConfiguredSecret? AdminTokenFrom(SectionReader reader)
    {
        var token = reader.Secret("Admin:Token");
        if (token?.Reveal() is { } text && (text.Length > 4096 || text.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            reader.Fail("Admin:Token", "***", VisibleAscii);
        }

        return token;
    }

    private static IReadOnlyList<string> AllowedHostsFrom(SectionReader reader)
    {
        var hosts = reader.List("AllowedHosts");
        foreach (var (key, host) in hosts.Where(pair => pair.Value != "*" && Uri.CheckHostName(pair.Value) == UriHostNameType.Unknown))
        {
            reader.Fail(key, host, "must be a host name or address without a port, or *");
        }

        return [.. hosts.Select(pair => pair.Value)];
    }

    private static IReadOnlyList<string> AllowedOriginsFrom(SectionReader reader)
    {
        var origins = reader.List("AllowedOrigins");
        foreach (var (key, origin) in origins.Where(pair => pair.Value != OriginRule.All && !OriginRule.IsOrigin(pair.Value)))
        {
            reader.Fail(key, origin, "must be an origin such as https://app.example, without a path, or *");
        }

        return [.. origins.Select(pair => pair.Value)];
    }

    // Both ways of setting it are read even where they exclude each other: whoever clears one error should not meet the next.
    private static MasterKey? MasterKeyFrom(SectionReader reader)
    {
        const string Expected = "must be base64 of exactly 32 bytes (openssl rand -base64 32 makes one)";
        var text = reader.Secret("MasterKey")?.Reveal();
        var file = reader.Text("MasterKeyFile");
        MasterKey? key = null;
        if (text is not null && !MasterKey.TryParse(text, out key))
        {
            reader.Fail("MasterKey", "***", Expected);
        }

        if (file is null)
        {
            return key;
        }

        if (text is not null)
        {
            reader.Fail("MasterKeyFile", file, "must not be set together with Multiplex__MasterKey");
        }

        if (!SecretFile.TryRead(file, out var content, out var error))
        {
            reader.Fail("MasterKeyFile", file, $"must name a readable file ({error})");
        }
        else if (!MasterKey.TryParse(content, out key))
        {
            reader.Fail("MasterKeyFile", file, $"its content {Expected}");
        }

        return key;
    }

    private static PersistenceOptions PersistenceFrom(SectionReader reader)
    {
        var name = reader.Text("Persistence:Provider");
        PersistenceProvider? provider = name?.ToUpperInvariant() switch
        {
            null or "SQLITE" => PersistenceProvider.Sqlite,
            "POSTGRESQL" => PersistenceProvider.PostgreSql,
            _ => null,
        };
        if (provider is null)
        {
            reader.Fail("Persistence:Provider", name, "must be sqlite or postgresql");
        }

        return new PersistenceOptions(provider ?? PersistenceProvider.Sqlite, reader.Secret("Persistence:ConnectionString"));
    }
}
