using System.Buffers;
using MultiplexCluster.Providers.Relay.Bodies;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Takes the next piece of a body; false when no more is wanted.</summary>
internal delegate bool TakePiece(ReadOnlySpan<byte> piece);

/// <summary>Reads a whole body piece by piece, without a copy where it lies in memory.</summary>
internal static class BodyPieces
{
    private const int Piece = 64 * 1024;

    /// <summary>Reads it. Throws <see cref="IOException"/> when the spooled body can't be read to its end.</summary>
    internal static async ValueTask ReadAsync(RequestBody body, TakePiece take, CancellationToken cancel)
    {
        if (body.IsInMemory)
        {
            take(body.Memory.Span);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var goesOn = true;
            for (var offset = 0L; offset < body.Length && goesOn;)
            {
                var read = await body.ReadAsync(offset, buffer, cancel);
                if (read == 0)
                {
                    throw new IOException("the spooled body is shorter than it was");
                }

                goesOn = take(buffer.AsSpan(0, read));
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
