using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay.Bodies;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Conversations as numbers that are the same on all nodes, never 0. What they come from can't be told from them.</summary>
internal static class SessionKeys
{
    /// <summary>The longest name of a session, in characters.</summary>
    internal const int MaxLength = 128;

    private const byte ByHeader = 1;
    private const byte ByCacheKey = 2;
    private const byte ByPrefix = 3;

    /// <summary>Of the header <c>X-Multiplex-Session</c>: visible ASCII, at most <see cref="MaxLength"/> characters.</summary>
    internal static ulong OfHeader(string name)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        return Of(ByHeader, bytes[..Encoding.ASCII.GetBytes(name, bytes)]);
    }

    /// <summary>Of OpenAI's <c>prompt_cache_key</c>.</summary>
    internal static ulong OfCacheKey(string key) => Of(ByCacheKey, Encoding.UTF8.GetBytes(key));

    /// <summary>Of the beginning of a body that its provider caches.</summary>
    internal static ulong OfPrefix(ReadOnlySpan<byte> prefix) => Of(ByPrefix, prefix);

    /// <summary>
    /// The caller's wishes with the conversation its request belongs to: as the header says, else by OpenAI's cache key, else by what
    /// stands up to Anthropic's first cache marker (of a body in memory).
    /// </summary>
    internal static CallWishes Complete(in CallWishes wishes, in BodyHead head, RequestBody? body) => head.Whole switch
    {
        null or { CacheKey: null, FirstMarkerEnd: 0 } => wishes,
        _ when wishes.Session != 0 => wishes,
        { CacheKey: { } key } => wishes with { Session = OfCacheKey(key) },
        { FirstMarkerEnd: var end } => body is { IsInMemory: true } ? wishes with { Session = OfPrefix(body.Memory.Span[..(int)end]) } : wishes,
    };

    private static ulong Of(byte kind, ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        var number = BinaryPrimitives.ReadUInt64LittleEndian(hash) + kind;
        return number == 0 ? 1 : number;
    }
}
