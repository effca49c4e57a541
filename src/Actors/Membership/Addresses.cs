using Akka.Actor;

namespace MultiplexCluster.Actors.Membership;

/// <summary>How nodes are named to operators and in the store.</summary>
internal static class Addresses
{
    /// <summary>As settings name it: <c>host:port</c>.</summary>
    public static string ToHostAndPort(this Address address) => $"{address.Host}:{address.Port}";
}
