using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Host.DataPlane.Unified;

/// <summary>The headers of a call whose body was made here.</summary>
internal static class TranslatedHeaders
{
    /// <summary>The caller's, but for those that describe its own body or speak to OpenAI, and what the provider needs.</summary>
    internal static ArraySegment<ForwardedHeader> Of(ArraySegment<ForwardedHeader> callers, IReadOnlyList<KeyValuePair<string, string>> needed)
    {
        var headers = new List<ForwardedHeader>(callers.Count + needed.Count + 1);
        foreach (var header in callers)
        {
            if (!header.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
                && !header.Name.StartsWith("OpenAI-", StringComparison.OrdinalIgnoreCase)
                && !IsAmong(needed, header.Name))
            {
                headers.Add(header);
            }
        }

        foreach (var (name, value) in needed)
        {
            headers.Add(new ForwardedHeader(name, value));
        }

        headers.Add(new ForwardedHeader("Content-Type", "application/json"));
        return headers.ToArray();
    }

    private static bool IsAmong(IReadOnlyList<KeyValuePair<string, string>> needed, string name)
    {
        foreach (var header in needed)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
