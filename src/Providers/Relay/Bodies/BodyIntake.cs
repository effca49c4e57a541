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
    /// Reads the body to its end, but for an upload that passes. Throws <see cref="BodyTooLargeException"/> over the limit, and whatever the reader
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
        if (contentLength > limits.MemoryLimit
            || !rented.TryGrow((int)Math.Clamp(contentLength ?? FirstRent, 1, RentedOnTrust)))
        {
            if (limits.IsUpload && contentLength is { } length && length > limits.MemoryLimit && PassingBody.TryTake(limits.Memory))
            {
                return new RequestBody(await PassingBody.StartAsync(reader, length, limits.Memory, cancel));
            }

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

                if (total > limits.MemoryLimit || !rented.TryGrow(SizeFor((int)total, rented, contentLength)))
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

    /// <summary>Takes the rest of a passing body in after all, on disk. It must not be used any more. Throws what <see cref="ReadAsync"/> throws.</summary>
    public static async ValueTask<RequestBody> SpoolAsync(RequestBody passing, BodyLimits limits, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(passing);
        var body = passing.Passing ?? throw new InvalidOperationException("the body is here as a whole");
        try
        {
            var file = await SpoolFile.StartAsync(limits.SpoolDirectory, body.Beginning, cancel);
            return new RequestBody(await SpoolAsync(body.Rest, file, limits, cancel));
        }
        finally
        {
            passing.Close();
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

                await file.AppendAsync(read.Buffer, cancel);
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
