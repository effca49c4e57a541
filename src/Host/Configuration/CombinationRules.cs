namespace MultiplexCluster.Host.Configuration;

/// <summary>Settings that are valid alone and not together.</summary>
internal static class CombinationRules
{
    public static void Check(MultiplexOptions options, SectionReader reader)
    {
        if (options.AdminToken is null && !options.Listeners.AreLoopback)
        {
            var open = string.Join(", ", options.Listeners.Urls.Where(url => !Listeners.IsLoopback(url)));
            reader.Fail("Admin:Token", null, $"must be set, because the listener {open} can be reached from other machines");
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
