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

        var rented = new RentedBody(limits.Memory);
        if (contentLength > RequestBody.MemoryLimit
            || !rented.TryGrow((int)Math.Clamp(contentLength ?? FirstRent, 1, RentedOnTrust)))
        {
            var file = await SpoolFile.StartAsync(limits.SpoolDirectory, default, cancel);
            return new RequestBody(await SpoolAsync(reader, file, limits, cancel));
        }

        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancel);
                var total = rented.Length + read.Buffer.Length;
                if (total > limits.MaxBytes)
                {
                    throw new BodyTooLargeException();
                }

                if (total > RequestBody.MemoryLimit || !rented.TryGrow(SizeFor((int)total, rented, contentLength)))
                {
                    reader.AdvanceTo(read.Buffer.Start);
                    var file = await SpoolFile.StartAsync(limits.SpoolDirectory, rented.Filled, cancel);
                    rented.Release();
                    return new RequestBody(await SpoolAsync(reader, file, limits, cancel));
                }

                read.Buffer.CopyTo(rented.Free);
                rented.Advance((int)read.Buffer.Length);
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return rented.ToBody();
                }
            }
        }
        finally
        {
            rented.Release();
        }
    }

    /// <summary>Keeps a body that was made here, in memory where there is room for it, else on disk.</summary>
    public static async ValueTask<RequestBody> KeepAsync(ReadOnlyMemory<byte> bytes, BodyLimits limits, CancellationToken cancel)
    {
        var rented = new RentedBody(limits.Memory);
        if (bytes.Length > RequestBody.MemoryLimit || !rented.TryGrow(Math.Max(1, bytes.Length)))
        {
            return new RequestBody(await SpoolFile.StartAsync(limits.SpoolDirectory, bytes, cancel));
        }

        bytes.Span.CopyTo(rented.Free);
        rented.Advance(bytes.Length);
        return rented.ToBody();
    }

    // What was announced at once, else doubling.
    private static int SizeFor(int needed, in RentedBody rented, long? announced) =>
        needed <= rented.Capacity ? needed : (int)Math.Max(needed, announced ?? rented.Capacity * 2L);

    private static async ValueTask<SpoolFile> SpoolAsync(
        PipeReader reader, SpoolFile file, BodyLimits limits, CancellationToken cancel)
    {
        try
        {
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
