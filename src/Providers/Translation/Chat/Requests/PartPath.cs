using System.Globalization;

namespace MultiplexCluster.Providers.Translation.Chat.Requests;

/// <summary>Where in a request something stands, made a text only for a refusal.</summary>
internal readonly record struct PartPath(int Message, int Part = -1)
{
    /// <summary>As <c>messages[2].content[0]</c>.</summary>
    public override string ToString() => Part < 0
        ? string.Create(CultureInfo.InvariantCulture, $"messages[{Message}]")
        : string.Create(CultureInfo.InvariantCulture, $"messages[{Message}].content[{Part}]");

    /// <summary>A member there.</summary>
    public string Of(string member) => $"{this}.{member}";
}
