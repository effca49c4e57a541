namespace MultiplexCluster.Core.Routing;

/// <summary>Model patterns of an endpoint: <c>*</c> stands for any text, letters match in any case.</summary>
public static class ModelPattern
{
    /// <summary>Whether an endpoint with these patterns serves the model. No patterns serve everything; no model is served by every endpoint.</summary>
    public static bool Serves(IReadOnlyList<string> patterns, string? model)
    {
        if (patterns.Count == 0 || model is null)
        {
            return true;
        }

        for (var i = 0; i < patterns.Count; i++)
        {
            if (Matches(patterns[i], model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the whole text matches. Linear in time for one star, at worst pattern × text for many.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t, star, resume) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(text[t]))
            {
                (p, t) = (p + 1, t + 1);
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
