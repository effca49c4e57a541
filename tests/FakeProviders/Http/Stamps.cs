using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using MultiplexCluster.FakeProviders.Dialects;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>Overwrites the placeholders of a rendered answer.</summary>
internal sealed class Stamps(TimeProvider time)
{
    private static readonly byte[] RequestId = Encoding.ASCII.GetBytes(Placeholders.RequestId);
    private static readonly byte[] ResetAt = Encoding.ASCII.GetBytes(Placeholders.ResetAt);
    private static readonly StandardFormat Hex16 = new('x', 16);

    private ResetMoment? _resetText;

    public void WriteId(Span<byte> at, long sequence) => Utf8Formatter.TryFormat(sequence, at, out _, Hex16);

    public void WriteReset(Span<byte> at) => ResetText().CopyTo(at);

    /// <summary>Finds and overwrites every placeholder.</summary>
    public void Apply(Span<byte> bytes, long sequence)
    {
        foreach (var at in FindIds(bytes))
        {
            WriteId(bytes[at..], sequence);
        }

        foreach (var at in FindResets(bytes))
        {
            WriteReset(bytes[at..]);
        }
    }

    public static List<int> FindIds(ReadOnlySpan<byte> bytes) => Find(bytes, RequestId);

    public static List<int> FindResets(ReadOnlySpan<byte> bytes) => Find(bytes, ResetAt);

    private static List<int> Find(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> text)
    {
        var found = new List<int>();
        for (var at = 0; bytes[at..].IndexOf(text) is >= 0 and var next; at += next + text.Length)
        {
            found.Add(at + next);
        }

        return found;
    }

    private byte[] ResetText()
    {
        var at = time.GetUtcNow().AddMinutes(1);
        var second = at.ToUnixTimeSeconds();
        var known = _resetText;
        if (known is null || known.Second != second)
        {
            var text = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            _resetText = known = new ResetMoment(second, Encoding.ASCII.GetBytes(text));
        }

        return known.Text;
    }

    private sealed record ResetMoment(long Second, byte[] Text);
}
