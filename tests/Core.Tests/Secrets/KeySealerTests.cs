using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Secrets;
using Xunit;

namespace MultiplexCluster.Core.Tests.Secrets;

public sealed class KeySealerTests
{
    private static readonly EndpointId One = EndpointId.Parse("one");
    private static readonly KeySealer Sealer = new(MasterKey.Generate(out _));

    [Fact]
    public void What_is_sealed_opens_again() =>
        Gen.Select(Gen.String[Gen.Char['!', '~'], 1, 300], Gen.Int[1, int.MaxValue]).Sample((text, version) =>
        {
            var box = Sealer.Seal(Key(text), One, version);
            return box.Version == version && box.Bytes.Length == 12 + text.Length + 16 && Sealer.TryUnseal(box, One, out var key) && key.Reveal() == text;
        });

    [Fact]
    public void It_opens_for_no_other_endpoint_version_or_master_key()
    {
        var box = Sealer.Seal(Key("sk-secret-key-1234"), One, 1);

        Assert.False(Sealer.TryUnseal(box, EndpointId.Parse("two"), out _));
        Assert.False(Sealer.TryUnseal(box with { Version = 2 }, One, out _));
        Assert.False(new KeySealer(MasterKey.Generate(out _)).TryUnseal(box, One, out _));
    }

    [Fact]
    public void No_changed_bit_and_no_cut_goes_unnoticed()
    {
        var box = Sealer.Seal(Key("sk-secret-key-1234"), One, 1);

        Gen.Select(Gen.Int[0, box.Bytes.Length - 1], Gen.Int[0, 7]).Sample((index, bit) =>
        {
            var bytes = box.Bytes.ToArray();
            bytes[index] ^= (byte)(1 << bit);
            return !Sealer.TryUnseal(box with { Bytes = bytes }, One, out _);
        });
        Gen.Int[0, box.Bytes.Length - 1].Sample(length => !Sealer.TryUnseal(box with { Bytes = box.Bytes[..length] }, One, out _));
    }

    [Fact]
    public void Sealing_twice_never_gives_the_same_bytes() =>
        Assert.False(Sealer.Seal(Key("sk-secret-key-1234"), One, 1).Bytes.Span.SequenceEqual(Sealer.Seal(Key("sk-secret-key-1234"), One, 1).Bytes.Span));

    [Fact]
    public void An_environment_id_follows_from_key_provider_and_master_key_alone()
    {
        var master = MasterKey.Generate(out var base64);
        Assert.True(MasterKey.TryParse($" {base64}\n", out var same));
        var id = EnvironmentEndpointId.For(ProviderKind.OpenAi, Key("sk-1"), master);

        Assert.Matches("^env-openai-[0-9a-f]{12}$", id.Value);
        Assert.Equal(id, EnvironmentEndpointId.For(ProviderKind.OpenAi, Key("sk-1"), same));
        Assert.NotEqual(id, EnvironmentEndpointId.For(ProviderKind.OpenAi, Key("sk-2"), master));
        Assert.NotEqual(id.Value[^12..], EnvironmentEndpointId.For(ProviderKind.Groq, Key("sk-1"), master).Value[^12..]);
        Assert.NotEqual(id, EnvironmentEndpointId.For(ProviderKind.OpenAi, Key("sk-1"), MasterKey.Generate(out _)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("not base64!")]
    public void A_master_key_is_32_bytes_of_base64(string? text) => Assert.False(MasterKey.TryParse(text, out _));

    [Fact]
    public void Secrets_print_stars() => Assert.Equal("*** ***", $"{MasterKey.Generate(out _)} {Key("sk-1")}");

    private static ApiKey Key(string text) => ApiKey.TryParse(text, out var key) ? key : throw new ArgumentException(text);
}
