using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace MultiplexCluster.Providers.Relay.Bodies;

/// <summary>Takes a caller's body in.</summary>
public static class BodyIntake
{
    private const int FirstRent = 16 * 1024;

    // A caller who announces much and sends nothing gets no more than this.
    private const int RentedOnTrust = 128 * 1024;

    /// <summary>
    /// Reads the body to its end. Throws <see cref="BodyTooLargeException"/> over the limit, and whatever the reader
    /// throws when the caller leaves or breaks HTTP.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<RequestBody> ReadAsync(
        PipeReader reader, long? contentLength, BodyLimits limits, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (contentLength > limits.MaxBytes)
        {
            throw new BodyTooLargeException();
        }

        if (contentLength > RequestBody.MemoryLimit)
        {
            return new RequestBody(await SpoolAsync(reader, default, limits, cancel));
        }

        var memory = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(contentLength ?? FirstRent, 1, RentedOnTrust));
        var length = 0;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancel);
                var total = length + read.Buffer.Length;
                if (total > limits.MaxBytes)
                {
                    throw new BodyTooLargeException();
                }

                if (total > RequestBody.MemoryLimit)
                {
                    reader.AdvanceTo(read.Buffer.Start);
                    var file = await SpoolAsync(reader, memory.AsMemory(0, length), limits, cancel);
                    ArrayPool<byte>.Shared.Return(memory);
                    return new RequestBody(file);
                }

                memory = Fit(memory, length, (int)total, (int)(contentLength ?? 0));
                read.Buffer.CopyTo(memory.AsSpan(length));
                length = (int)total;
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return new RequestBody(memory, length);
                }
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(memory);
            throw;
        }
    }

    private static byte[] Fit(byte[] memory, int length, int needed, int announced)
    {
        if (needed <= memory.Length)
        {
            return memory;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(announced, memory.Length * 2)));
        memory.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(memory);
        return larger;
    }

    private static async ValueTask<SpoolFile> SpoolAsync(
        PipeReader reader, ReadOnlyMemory<byte> head, BodyLimits limits, CancellationToken cancel)
    {
        var file = SpoolFile.Create(limits.SpoolDirectory);
        try
        {
            await file.AppendAsync(head, cancel);
            while (true)
            {
                var read = await reader.ReadAsync(cancel);
                if (file.Length + read.Buffer.Length > limits.MaxBytes)
                {
                    throw new BodyTooLargeException();
                }

                foreach (var part in read.Buffer)
                {
                    await file.AppendAsync(part, cancel);
                }

                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return file;
                }
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
