using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Chat.Answers;

/// <summary>Names in an answer: the provider's, or the service's where those are missing or beyond reason.</summary>
internal static class Identity
{
    private const int LongestName = 256;

    /// <summary>The provider's name for the answer or the model, else the one given.</summary>
    public static string Or(this JsonElement name, string other) => name.ShortText(LongestName) is { Length: > 0 } text ? text : other;
}
