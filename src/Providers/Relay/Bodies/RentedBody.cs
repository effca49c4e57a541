using System.Buffers;

namespace MultiplexCluster.Providers.Relay.Bodies;

/// <summary>Pooled memory of a body that is being read; what it holds is always taken from the common <see cref="BodyMemory"/>.</summary>
internal struct RentedBody(BodyMemory memory)
{
    private byte[]? _bytes;

    /// <summary>Bytes filled.</summary>
    internal int Length { get; private set; }

    /// <summary>Bytes there is room for in all.</summary>
    internal readonly int Capacity => _bytes?.Length ?? 0;

    /// <summary>What is filled.</summary>
    internal readonly ReadOnlyMemory<byte> Filled => _bytes.AsMemory(0, Length);

    /// <summary>Where the next bytes go; <see cref="Advance"/> tells how many they were.</summary>
    internal readonly Span<byte> Free => _bytes.AsSpan(Length);

    /// <summary>Makes room for so many bytes in all; false where memory is spent.</summary>
    internal bool TryGrow(int size)
    {
        if (size <= _bytes?.Length)
        {
            return true;
        }

        var larger = ArrayPool<byte>.Shared.Rent(size);
        if (!memory.TryTake(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        MoveTo(larger);
        return true;
    }

    /// <summary>So many bytes were filled.</summary>
    internal void Advance(int count) => Length += count;

    /// <summary>The body, in no more memory than its length needs.</summary>
    internal RequestBody ToBody()
    {
        if (Length <= _bytes!.Length / 2)
        {
            var smaller = ArrayPool<byte>.Shared.Rent(Math.Max(1, Length));
            if (smaller.Length < _bytes.Length && memory.TryTake(smaller.Length))
            {
                MoveTo(smaller);
            }
            else
            {
                ArrayPool<byte>.Shared.Return(smaller);
            }
        }

        var body = new RequestBody(_bytes, Length, memory);
        _bytes = null;
        return body;
    }

    /// <summary>Gives everything back.</summary>
    internal void Release()
    {
        if (_bytes is { } bytes)
        {
            _bytes = null;
            memory.Give(bytes.Length);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void MoveTo(byte[] other)
    {
        Filled.Span.CopyTo(other);
        Release();
        _bytes = other;
    }
}
