using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>Whether the answer is to stream, and with what.</summary>
/// <param name="Streams"><c>stream</c>.</param>
/// <param name="IncludesUsage"><c>stream_options.include_usage</c>.</param>
internal readonly record struct StreamWishes(bool Streams, bool IncludesUsage)
{
    /// <summary>Reads <c>stream</c> and <c>stream_options</c>.</summary>
    public static StreamWishes Read(GivenParameters given, RequestNotes notes)
    {
        var options = given["stream_options"];
        var usage = options.Member("include_usage"u8);
        if (options.IsGiven() && options.ValueKind != JsonValueKind.Object)
        {
            notes.RefuseType("stream_options", "an object");
        }
        else if (usage.IsGiven() && usage.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            notes.RefuseType("stream_options.include_usage", "a boolean");
        }

        return new StreamWishes(given.Flag("stream"), usage.ValueKind == JsonValueKind.True);
    }
}
