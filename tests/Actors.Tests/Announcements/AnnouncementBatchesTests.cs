using MultiplexCluster.Actors.Announcements;
using MultiplexCluster.Actors.Serialization;

namespace MultiplexCluster.Actors.Tests.Announcements;

public sealed class AnnouncementBatchesTests
{
    // The frame limit of cluster.hocon, less what remoting wraps around a message.
    private const int Frame = 250_000;

    [Theory]
    [InlineData(1_000, 0, 0)]
    [InlineData(300, 100, 128)]
    [InlineData(100, 100, 25)]
    public void However_long_their_settings_are_no_message_outgrows_the_frame_and_none_is_left_out(int count, int models, int length)
    {
        var all = Enumerable.Range(0, count).Select(i => new EndpointAnnouncement(
            EndpointId.Parse($"e{i}"),
            i,
            1,
            new EndpointSettings
            {
                Provider = ProviderKind.OpenAi,
                Pool = new string('p', 64),
                BaseUrl = "https://" + new string('a', 200),
                Models = [.. Enumerable.Range(0, models).Select(_ => new string('\u8a9e', length))],
            },
            new EndpointLoad(EndpointState.Available, 0, 0, 0, 0))).ToList();

        var batches = AnnouncementBatches.Of(all).ToList();

        Assert.Equal(all, batches.SelectMany(b => b));
        Assert.All(batches, b => Assert.InRange(SizeOf(new DirectoryUpdate(b, [])), 1, Frame));
    }

    private static int SizeOf(DirectoryUpdate update)
    {
        using var system = ActorSystem.Create("sizes");
        return new MultiplexSerializer((ExtendedActorSystem)system).ToBinary(update).Length;
    }
}
