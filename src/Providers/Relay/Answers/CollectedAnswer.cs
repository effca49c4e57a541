using System.Buffers;
using System.Runtime.CompilerServices;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>A whole answer in rented memory, for what can be made of a whole one only.</summary>
internal static class CollectedAnswer
{
    /// <summary>The longest answer: 32 MiB, room for generated images.</summary>
    internal const int MaxBytes = 32 * 1024 * 1024;

    private const int FirstRent = 16 * 1024;

    /// <summary>Reads it to its end, past the answer's reader; a buffer of null where it is too long. Its buffer goes back to the pool by <see cref="ArrayPool{T}.Return"/>, except after a failure.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<(byte[]? Buffer, int Length)> ReadAsync(
        HttpResponseMessage response, AttemptOrder order, Exchange exchange)
    {
        var announced = exchange.Head.Length;
        if (announced > MaxBytes)
        {
            return default;
        }

        var stream = response.Content.ReadAsStream(exchange.Token);
        var buffer = ArrayPool<byte>.Shared.Rent((int)(announced ?? FirstRent) + 1);
        var filled = 0;
        while (await stream.ReadAsync(buffer.AsMemory(filled), exchange.Token) is > 0 and var count)
        {
            exchange.Reader!.Read(buffer.AsSpan(filled, count));
            AnswerSteps.BytesCame(exchange, order);
            filled += count;
            if (filled > MaxBytes)
            {
                return default;
            }

            buffer = filled == buffer.Length ? Larger(buffer) : buffer;
        }

        return filled >= (announced ?? 0) ? (buffer, filled) : throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer is shorter than it said");
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
