namespace MultiplexCluster.Contracts.Network;

/// <summary>Names that always mean this machine or its local network, whatever a resolver says.</summary>
public static class LocalNames
{
    private static readonly string[] Zones = ["localhost", "local", "internal", "localdomain", "home.arpa"];

    /// <summary>True for a name in one of these zones, in any case, with or without a dot at its end.</summary>
    public static bool Contains(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var name = host.TrimEnd('.');
        return Zones.Any(zone =>
            name.EndsWith(zone, StringComparison.OrdinalIgnoreCase)
            && (name.Length == zone.Length || name[name.Length - zone.Length - 1] == '.'));
    }
}
