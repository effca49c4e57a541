using System.Buffers;
using System.Globalization;
using System.Text;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>Reads a request body that is chunked or too large for the input buffer.</summary>
internal sealed class BodyReader(InputBuffer input)
{
    /// <summary>Bytes kept, more than any provider takes as JSON; the rest is read and dropped.</summary>
    public const int KeepLimit = 36 << 20;

    private readonly ArrayBufferWriter<byte> _kept = new();

    public long Length { get; private set; }

    public ReadOnlyMemory<byte> Kept => _kept.WrittenMemory;

    /// <summary>False when the client left in the middle or broke the chunking.</summary>
    public ValueTask<bool> ReadAsync(RequestHead head) =>
        head.IsChunked ? ReadChunksAsync() : TakeAsync(head.ContentLength);

    private async ValueTask<bool> ReadChunksAsync()
    {
        while (await ReadLineAsync() is { } line)
        {
            var digits = line.Split(';')[0].Trim();
            if (!long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
            {
                return false;
            }

            if (size == 0)
            {
                return await SkipTrailersAsync();
            }

            if (!await TakeAsync(size) || await ReadLineAsync() is not "")
            {
                return false;
            }
        }

        return false;
    }

    private async ValueTask<bool> TakeAsync(long count)
    {
        input.ExpectMore();
        while (count > 0)
        {
            if (input.Unread.IsEmpty && !await input.FillAsync())
            {
                return false;
            }

            var taken = (int)Math.Min(count, input.Unread.Length);
            var kept = Math.Min(taken, KeepLimit - _kept.WrittenCount);
            _kept.Write(input.Unread[..kept]);
            input.Consume(taken);
            Length += taken;
            count -= taken;
        }

        return true;
    }

    private async ValueTask<bool> SkipTrailersAsync()
    {
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<string?> ReadLineAsync()
    {
        while (true)
        {
            var end = input.Unread.IndexOf("\r\n"u8);
            if (end >= 0)
            {
                var line = Encoding.Latin1.GetString(input.Unread[..end]);
                input.Consume(end + 2);
                return line;
            }

            if (!await input.FillAsync())
            {
                return null;
            }
        }
    }
}
