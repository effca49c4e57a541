using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Announcements;

/// <summary>Cuts announcements into messages below the frame limit: one larger than it would be dropped, and again at every repetition.</summary>
internal static class AnnouncementBatches
{
    /// <summary>Bytes of one message at most, unless one announcement alone is larger; a third of the frame.</summary>
    public const int MostBytes = 80_000;

    // Numbers, enumerations and their tags.
    private const int FixedBytes = 300;

    // What one character may take in UTF-8, with room for tags.
    private const int BytesPerCharacter = 3;

    /// <summary>The batches, in order.</summary>
    public static IEnumerable<IReadOnlyList<EndpointAnnouncement>> Of(IEnumerable<EndpointAnnouncement> announcements)
    {
        List<EndpointAnnouncement> batch = [];
        var bytes = 0;
        foreach (var announcement in announcements)
        {
            var size = SizeOf(announcement);
            if (batch.Count > 0 && bytes + size > MostBytes)
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(announcement);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static int SizeOf(EndpointAnnouncement announcement)
    {
        var s = announcement.Settings;
        var texts = Length(s.BaseUrl) + Length(s.Pool) + Length(s.Organization) + Length(s.Project) + Length(announcement.EndpointId.Value);
        return FixedBytes + texts + s.Models.Sum(Length);
    }

    private static int Length(string? text) => text is null ? 0 : BytesPerCharacter * (text.Length + 1);
}
