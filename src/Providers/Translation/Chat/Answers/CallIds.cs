using System.Globalization;

namespace MultiplexCluster.Providers.Translation.Chat.Answers;

/// <summary>Ids for tool calls whose provider gives none: unlike those of any other answer of the conversation.</summary>
internal static class CallIds
{
    /// <summary>The id of an answer's call number <paramref name="index"/>.</summary>
    public static string Of(string answerId, int index) => string.Create(CultureInfo.InvariantCulture, $"call_{answerId}_{index}");
}
