using MultiplexCluster.Actors.Workers;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Secrets;

namespace MultiplexCluster.Actors.Tests.Workers;

public sealed class OpenedKeysTests
{
    private static readonly EndpointId A = EndpointId.Parse("a");
    private readonly KeySealer _sealer;
    private readonly OpenedKeys _keys;

    public OpenedKeysTests()
    {
        Assert.True(MasterKey.TryParse(Convert.ToBase64String(new byte[32]), out var master));
        _sealer = new KeySealer(master);
        _keys = new OpenedKeys(_sealer);
    }

    [Fact]
    public void A_copy_of_the_same_box_as_another_nodes_permit_brings_it_is_not_opened_again()
    {
        var box = Sealed("sk-secret-key-1234", 1);

        Assert.Same(Open(box), Open(box with { Bytes = box.Bytes.ToArray() }));
    }

    [Fact]
    public void Another_key_under_the_same_version_is_not_taken_for_the_first()
    {
        Open(Sealed("sk-secret-key-1234", 1));

        Assert.Equal("sk-another-key-5678", Open(Sealed("sk-another-key-5678", 1)).Reveal());
    }

    [Fact]
    public void The_key_of_an_endpoint_that_is_gone_is_not_kept()
    {
        Open(Sealed("sk-secret-key-1234", 1));
        Assert.Equal(1, _keys.Count);

        _keys.Forget(A);

        Assert.Equal(0, _keys.Count);
    }

    private SealedKey Sealed(string text, int version)
    {
        Assert.True(ApiKey.TryParse(text, out var key));
        return _sealer.Seal(key, A, version);
    }

    private ApiKey Open(SealedKey box)
    {
        Assert.True(_keys.TryOpen(A, box, out var key));
        return key;
    }
}
