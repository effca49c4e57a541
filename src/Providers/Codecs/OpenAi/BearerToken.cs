using System.Runtime.CompilerServices;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>A key as <c>Authorization: Bearer …</c>. The text is made once per key and goes with it.</summary>
internal static class BearerToken
{
    private static readonly ConditionalWeakTable<ApiKey, string> Texts = [];

    /// <summary>The header.</summary>
    public static KeyValuePair<string, string> Of(ApiKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new("Authorization", Texts.GetValue(key, static k => $"Bearer {k.Reveal()}"));
    }
}
