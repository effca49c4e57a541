using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Exchanges;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay;

/// <summary>Who piles up bytes behind a request is taken for one who has left, as long as the answer has not ended.</summary>
public sealed class WatchedCallerTests
{
    private readonly SilentCaller _caller = new() { PilesUp = true };

    [Fact]
    public void Who_piles_up_from_one_look_to_the_next_is_cut()
    {
        IWatched request = Request();

        request.LookAtCaller();
        Assert.False(_caller.IsCut);
        request.LookAtCaller();

        Assert.True(_caller.IsCut);
    }

    // Defect: the next request on the connection of a read whose answer had ended, but not the question for its tokens, was cut.
    [Fact]
    public void What_follows_an_answer_that_has_ended_is_the_next_request()
    {
        var request = Request();
        request.Ending = Task.CompletedTask;

        ((IWatched)request).LookAtCaller();
        ((IWatched)request).LookAtCaller();

        Assert.False(_caller.IsCut);
    }

    private RelayRequest Request()
    {
        var codec = ProviderCodecs.For(ProviderKind.OpenAi);
        return new RelayRequest
        {
            Id = RequestId.Parse("r1"),
            Provider = ProviderKind.OpenAi,
            Codec = codec,
            Route = codec.Match("GET", "/responses/resp_1")!,
            Method = HttpMethod.Get,
            PathAndQuery = "/responses/resp_1",
            Headers = default,
            Body = null,
            Caller = _caller,
        };
    }
}
