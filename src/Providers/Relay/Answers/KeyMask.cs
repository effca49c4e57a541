using System.Text;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>
/// Overwrites the key a call was made with where an error answer repeats it: callers don't have the key, and must not get
/// it. Each character becomes a star, so that lengths stay.
/// </summary>
internal static class KeyMask
{
    // A shorter key is no secret, and may stand for itself in any text.
    private const int ShortestMasked = 8;

    internal static void Apply(Span<byte> body, ApiKey key)
    {
        var text = key.Reveal();
        if (text.Length < ShortestMasked || body.Length < text.Length)
        {
            return;
        }

        ReadOnlySpan<byte> secret = Encoding.ASCII.GetBytes(text);
        for (var at = body.IndexOf(secret); at >= 0; at = body.IndexOf(secret))
        {
            body.Slice(at, secret.Length).Fill((byte)'*');
            body = body[(at + secret.Length)..];
        }
    }

    internal static string Apply(string value, ApiKey key) =>
        key.Reveal() is { Length: >= ShortestMasked } text && value.Contains(text, StringComparison.Ordinal)
            ? value.Replace(text, new string('*', text.Length), StringComparison.Ordinal)
            : value;
}
