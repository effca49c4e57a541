namespace MultiplexCluster.Core.Routing;

/// <summary>Hashes that are the same in every process. Not for secrets: whoever wants two to be equal can have that.</summary>
public static class StableHash
{
    /// <summary>Of a text (FNV-1a over its characters, well mixed).</summary>
    public static ulong Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var hash = 0xCBF2_9CE4_8422_2325;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 0x0000_0100_0000_01B3;
        }

        return Mix(hash);
    }

    /// <summary>Of two hashes together.</summary>
    public static ulong Of(ulong one, ulong other) => Mix(one ^ (other * 0x9E37_79B9_7F4A_7C15));

    // The finalizer of SplitMix64: each bit in changes half of those out.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
