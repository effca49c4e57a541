using System.Runtime.Serialization;
using System.Text;
using CsCheck;
using MultiplexCluster.Actors.Serialization;
using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Serialization;

public sealed class MultiplexSerializerTests
{
    public static TheoryData<Type> Types => [.. Serializing.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_wire_and_journal_type_comes_back_as_it_was(Type type) =>
        Gen.Int.Sample(
            seed =>
            {
                var sent = new ContractFaker(seed).Make(type);
                var manifest = Serializing.Serializer.Manifest(sent);
                var received = Serializing.Read(manifest, Serializing.Serializer.ToBinary(sent));
                Assert.IsType(type, received);
                Assert.Equal(Description.Of(sent), Description.Of(received));
            },
            iter: 200,
            threads: 1);

    [Theory]
    [MemberData(nameof(Types))]
    public void Random_bytes_are_read_or_refused_and_nothing_else(Type type)
    {
        var manifest = Mappings.ByType[type].Manifest;
        Gen.Byte.Array[0, 300].Sample(bytes => ReadsOrRefuses(manifest, bytes), iter: 500, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Damaged_bytes_are_read_or_refused_and_nothing_else(Type type)
    {
        var mapping = Mappings.ByType[type];
        Gen.Select(Gen.Int, Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Bool).Sample(
            (seed, place, value, cut) =>
            {
                var bytes = mapping.Write(new ContractFaker(seed).Make(type));
                if (bytes.Length > 0)
                {
                    bytes[place % bytes.Length] = value;
                    ReadsOrRefuses(mapping.Manifest, cut ? bytes[..(place % bytes.Length)] : bytes);
                }
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void An_unknown_manifest_is_refused() =>
        Assert.Throws<SerializationException>(() => Serializing.Read("acq0", []));

    [Fact]
    public void A_type_without_a_mapping_is_refused()
    {
        Assert.Throws<SerializationException>(() => Serializing.Serializer.Manifest("text"));
        Assert.Throws<SerializationException>(() => Serializing.Serializer.ToBinary(new object()));
    }

    [Fact]
    public void An_unknown_enum_value_is_refused_in_protobuf_and_json()
    {
        var rejected = new ContractFaker(1).Make(typeof(Rejected)) as Rejected;
        var refused = new AdminRefused(EndpointId.Parse("e"), (AdminRefusal)99);

        Assert.Throws<SerializationException>(() => RoundTrip(rejected! with { Reason = (RejectionReason)99 }));
        Assert.Throws<SerializationException>(() => RoundTrip(refused));
    }

    [Theory]
    [InlineData("""{"at":"2026-01-01T00:00:00+00:00"}""", false)]
    [InlineData("""{}""", true)]
    [InlineData("""null""", true)]
    [InlineData("""{"at":null}""", true)]
    [InlineData("""{"at":"2026-01-01T00:00:00+00:00","later":[1]}""", false)]
    [InlineData("""{"at":"2026-01-01T00:00:00+00:00","at":"2026-01-01T00:00:00+00:00"}""", true)]
    public void Json_wants_its_required_fields_once_and_passes_over_later_ones(string json, bool refused)
    {
        var error = Record.Exception(() => Serializing.Read("j.backoff1", Encoding.UTF8.GetBytes(json)));
        Assert.Equal(refused ? typeof(SerializationException) : null, error?.GetType());
    }

    [Fact]
    public void Protobuf_wants_its_required_fields() =>
        Assert.All(
            Serializing.Types.Where(type => type != typeof(DirectoryUpdate) && type != typeof(DirectoryRequest)),
            type => Assert.Throws<SerializationException>(() => Serializing.Read(Mappings.ByType[type].Manifest, [])));

    [Fact]
    public void Refusals_quote_nothing_of_the_bytes()
    {
        var error = Assert.Throws<SerializationException>(() => Serializing.Read("j.keygone1", "{\"id\": sk-secret}"u8.ToArray()));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_cut_inside_a_surrogate_pair_is_sent_nevertheless() =>
        Assert.IsType<CatalogUnavailable>(RoundTrip(new CatalogUnavailable("\ud83d")));

    [Fact]
    public void Manifests_of_what_is_stored_and_what_is_sent_never_meet() =>
        Assert.All(Mappings.ByType.Values, mapping => Assert.Equal(
            typeof(IJournalType).IsAssignableFrom(mapping.Type),
            mapping.Manifest.StartsWith("j.", StringComparison.Ordinal) || mapping.Manifest.StartsWith("s.", StringComparison.Ordinal)));

    private static object RoundTrip(object message) =>
        Serializing.Read(Serializing.Serializer.Manifest(message), Serializing.Serializer.ToBinary(message));

    private static void ReadsOrRefuses(string manifest, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Serializing.Read(manifest, bytes);
        }
        catch (SerializationException)
        {
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }
}
