using MultiplexCluster.Actors.Serialization;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Announcements;

/// <summary>Announcements as messages below the frame limit: an endpoint may name a hundred patterns of models.</summary>
internal static class AnnouncementBatches
{
    // Numbers, enumerations and their tags.
    private const int FixedBytes = 300;

    // What one character may take in UTF-8, with room for tags.
    private const int BytesPerCharacter = 3;

    /// <summary>The batches, in order.</summary>
    public static IReadOnlyList<IReadOnlyList<EndpointAnnouncement>> Of(IEnumerable<EndpointAnnouncement> announcements) =>
        FrameBatches.Of(announcements, SizeOf);

    private static int SizeOf(EndpointAnnouncement announcement)
    {
        var s = announcement.Settings;
        var texts = Length(s.BaseUrl) + Length(s.Pool) + Length(s.QuotaGroup) + Length(s.Organization) + Length(s.Project) + Length(announcement.EndpointId.Value);
        return FixedBytes + texts + s.Models.Sum(Length);
    }

    private static int Length(string? text) => text is null ? 0 : BytesPerCharacter * (text.Length + 1);
}
