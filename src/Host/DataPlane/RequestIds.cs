using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>
/// Makes request ids, <c>req_{unix seconds}_{12 hex}</c>. The hex part is a counter from a random start, permuted: no
/// two are equal within 2^48 of one process, and over restarts they would have to meet within the same second.
/// </summary>
internal sealed class RequestIds(TimeProvider time, ulong seed)
{
    private const ulong Mask = (1UL << 48) - 1;

    // Odd, hence a permutation of the 48-bit numbers.
    private const ulong Multiplier = 0x9E37_79B9_7F4B;

    private ulong _count = seed;

    internal RequestId Next()
    {
        var number = Interlocked.Increment(ref _count) * Multiplier & Mask;
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        return RequestId.Parse(string.Create(null, stackalloc char[48], $"req_{second}_{number:x12}"));
    }
}
