namespace MultiplexCluster.Providers.Relay.Headers;

/// <summary>What may stand in a header value.</summary>
public static class HeaderText
{
    /// <summary>
    /// True for printable ASCII and tabs. The platform writes CR, LF and NUL of an unvalidated header to the wire
    /// unchanged, so every value is checked here before it is set.
    /// </summary>
    public static bool IsSafe(ReadOnlySpan<char> value)
    {
        while (true)
        {
            var odd = value.IndexOfAnyExceptInRange(' ', '~');
            if (odd < 0)
            {
                return true;
            }

            if (value[odd] != '\t')
            {
                return false;
            }

            value = value[(odd + 1)..];
        }
    }
}
