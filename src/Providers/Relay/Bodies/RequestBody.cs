using System.Buffers;

namespace MultiplexCluster.Providers.Relay.Bodies;

/// <summary>
/// A caller's body, whole and replayable but for a large upload (<see cref="IsPassing"/>): up to <see cref="MemoryLimit"/> in pooled memory while there is some of the common
/// <see cref="BodyMemory"/> left, else in a temporary file. Sends lease it while they read, so a send that was aborted but still copies never reads memory that has
/// gone back to the pool.
/// </summary>
public sealed class RequestBody
{
    /// <summary>The largest body that stays in memory and is no upload: 1 MiB.</summary>
    public const int MemoryLimit = 1024 * 1024;

    private readonly byte[]? _memory;
    private readonly BodyMemory? _budget;
    private readonly SpoolFile? _file;
    private readonly PassingBody? _passing;

    // The owner holds one lease from the start; the last one to leave gives the storage back.
    private int _leases = 1;
    private int _closed;

    internal RequestBody(byte[] pooled, int length, BodyMemory budget) => (_memory, Length, _budget) = (pooled, length, budget);

    internal RequestBody(SpoolFile file) => (_file, Length) = (file, file.Length);

    internal RequestBody(PassingBody passing) => (_passing, Length) = (passing, passing.Length);

    /// <summary>The largest upload that stays in memory: 32 MiB, more than any call takes whose model matters. With a known length, larger ones pass as they come.</summary>
    public const int UploadMemoryLimit = 32 * 1024 * 1024;

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>True when it lies in memory.</summary>
    public bool IsInMemory => _memory is not null;

    /// <summary>It goes upstream as it comes, once: only its <see cref="Beginning"/> can be looked at.</summary>
    public bool IsPassing => _passing is not null;

    /// <summary>It can't be sent again.</summary>
    public bool IsSpent => _passing?.IsTaken == true;

    /// <summary>The first 64 KiB of a passing body. Only the owner may look, and only before <see cref="Close"/>.</summary>
    public ReadOnlyMemory<byte> Beginning =>
        _passing?.Beginning ?? throw new InvalidOperationException("the body is here as a whole");

    /// <summary>What a passing body passes through.</summary>
    internal PassingBody? Passing => _passing;

    /// <summary>The bytes of a body in memory. Only the owner may look, and only before <see cref="Close"/>.</summary>
    public ReadOnlyMemory<byte> Memory =>
        _memory is null ? throw new InvalidOperationException("the body is not in memory") : _memory.AsMemory(0, (int)Length);

    /// <summary>Reads from a body in a file; 0 at its end. Only the owner may, and only before <see cref="Close"/>.</summary>
    public ValueTask<int> ReadAsync(long offset, Memory<byte> target, CancellationToken cancel) =>
        _file is null ? throw new InvalidOperationException("the body is not in a file") : _file.ReadAsync(offset, target, cancel);

    /// <summary>The owner is done. Storage goes back once no send reads it any more. Closing twice is harmless.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            Release();
        }
    }

    /// <summary>Takes a lease; false when the storage has gone already.</summary>
    internal bool TryLease()
    {
        var leases = Volatile.Read(ref _leases);
        while (leases > 0)
        {
            var seen = Interlocked.CompareExchange(ref _leases, leases + 1, leases);
            if (seen == leases)
            {
                return true;
            }

            leases = seen;
        }

        return false;
    }

    /// <summary>Gives a lease back.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _leases) != 0)
        {
            return;
        }

        if (_memory is not null)
        {
            _budget!.Give(_memory.Length);
            ArrayPool<byte>.Shared.Return(_memory);
        }

        _file?.Dispose();
        _passing?.Release();
    }
}
