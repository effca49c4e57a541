using System.Security.Cryptography;
using System.Text;
using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Affinity;
using Xunit;

namespace MultiplexCluster.Core.Tests.Affinity;

public sealed class ObjectKeyTests
{
    [Fact]
    public void It_is_the_beginning_of_a_digest_of_provider_and_id() => Gen.String.Sample(id =>
    {
        var bytes = new byte[ObjectKey.Size];
        var key = ObjectKey.Of(ProviderKind.OpenAi, id);
        key.Write(bytes);

        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes($"openai:{id}"))[..ObjectKey.Size], bytes);
        Assert.Equal(key, ObjectKey.Read(bytes));
        Assert.Equal(Convert.ToHexStringLower(bytes), key.ToString());
    });

    // Stored under it: a new way to make it would forget everything.
    [Fact]
    public void A_key_stays_what_it_was() =>
        Assert.Equal("5d4d50bc9e7cb543a92c1cab9abb1a05", ObjectKey.Of(ProviderKind.Gemini, "files/abc").ToString());

    [Fact]
    public void One_id_at_two_providers_is_two_objects() =>
        Assert.NotEqual(ObjectKey.Of(ProviderKind.OpenAi, "file-1"), ObjectKey.Of(ProviderKind.Groq, "file-1"));

    [Fact]
    public void Objects_spread_over_all_partitions_and_together_these_hold_the_total() => Gen.Int[1, 2_000_000].Sample(total =>
    {
        var capacity = ObjectPartitions.CapacityOf(total);
        Assert.InRange((long)capacity * ObjectPartitions.Count, total, total + ObjectPartitions.Count - 1);
    });

    [Fact]
    public void Every_partition_gets_its_share()
    {
        var shares = Enumerable.Range(0, 16_000).GroupBy(i => ObjectPartitions.Of(ObjectKey.Of(ProviderKind.OpenAi, $"resp_{i}"))).ToList();

        Assert.Equal(ObjectPartitions.Count, shares.Count);
        Assert.All(shares, share => Assert.InRange(share.Count(), 800, 1_200));
    }
}
