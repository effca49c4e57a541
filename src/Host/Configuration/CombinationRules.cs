namespace MultiplexCluster.Host.Configuration;

/// <summary>Settings that are valid alone and not together.</summary>
internal static class CombinationRules
{
    // Nothing slows guessing down.
    private const int LeastOpenToken = 16;

    public static void Check(MultiplexOptions options, SectionReader reader)
    {
        if (options.AdminToken is null && !options.Listeners.AreLoopback)
        {
            var open = string.Join(", ", options.Listeners.Urls.Where(url => !Listeners.IsLoopback(url)));
            reader.Fail("Admin:Token", null, $"must be set, because the listener {open} can be reached from other machines");
        }

        if (options.AdminToken is { } token && token.Reveal().Length < LeastOpenToken && !options.Listeners.AreLoopback)
        {
            reader.Fail(
                "Admin:Token", "***",
                $"must have at least {LeastOpenToken} characters where other machines reach the listener (openssl rand -hex 32 makes a good one)");
        }

        if (options.Persistence is { Provider: PersistenceProvider.PostgreSql, ConnectionString: null })
        {
            reader.Fail("Persistence:ConnectionString", null, "must be set for postgresql");
        }

        if (!options.Cluster.HasOtherNodes)
        {
            return;
        }

        if (options.Persistence.Provider is PersistenceProvider.Sqlite)
        {
            reader.Fail("Persistence:Provider", "sqlite", "must be postgresql when seed nodes name more than this node");
        }

        if (options.MasterKey is null && reader.Text("MasterKey") is null && reader.Text("MasterKeyFile") is null)
        {
            reader.Fail("MasterKey", null, "must be set, the same on every node, when seed nodes name more than this node");
        }
    }
}
