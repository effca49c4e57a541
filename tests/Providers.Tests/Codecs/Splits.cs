using System.Text;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs;

/// <summary>Ways to feed the same bytes.</summary>
internal static class Splits
{
    public delegate void Feed(ReadOnlySpan<byte> bytes);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>What <paramref name="read"/> makes of the bytes whole, cut in two at every place, and byte by byte; asserts that all agree.</summary>
    public static T SameEverywhere<T>(byte[] bytes, Func<Action<Feed>, T> read)
    {
        var whole = read(feed => feed(bytes));
        Assert.Equal(whole, read(feed => Array.ForEach(bytes, b => feed([b]))));
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var at = cut;
            var split = read(feed =>
            {
                feed(bytes.AsSpan(0, at));
                feed(bytes.AsSpan(at));
            });
            Assert.Equal(whole, split);
        }

        return whole;
    }
}
