using CsCheck;
using MultiplexCluster.Providers.Relay.Paths;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay;

public sealed class QueryFilterTests
{
    [Fact]
    public void No_credential_survives_however_it_is_escaped()
    {
        var name = Gen.OneOf("key", "KEY", "k%65y", "%6b%65%79", "$key", "access_token", "access%5Ftoken", "a", "keys", "");
        Gen.Select(name, Gen.OneOf("=x", "=", "")).Select((n, v) => n + v).Array[0, 6].Sample(parts =>
        {
            var kept = QueryFilter.WithoutCredentials(parts.Length == 0 ? "" : "?" + string.Join('&', parts));
            var names = kept.TrimStart('?').Split('&').Select(p => Uri.UnescapeDataString(p.Split('=')[0]).TrimStart('$').ToLowerInvariant());
            Assert.DoesNotContain(names, n => n is "key" or "access_token");
        });
    }
}
