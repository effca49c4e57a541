using System.Buffers;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>The body of an error answer while it is read, in rented memory.</summary>
internal sealed class ErrorBody(HttpResponseMessage response, Exchange exchange)
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4 * 1024);
    private int _length;

    /// <summary>It was read to its end.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>It broke off or stalled: nothing more will come.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>Its beginning, as far as a codec judges by it.</summary>
    internal ReadOnlySpan<byte> Beginning => _buffer.AsSpan(0, Math.Min(_length, HeldAnswer.MaxKept));

    /// <summary>Reads on to its end, or until it is longer than this. Throws only when the caller has left or the permit is lost.</summary>
    internal async ValueTask ReadAsync(int limit)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(exchange.Token);
            while (_length <= limit)
            {
                Fit();
                var read = await stream.ReadAsync(_buffer.AsMemory(_length), exchange.Token);
                if (read == 0)
                {
                    IsWhole = true;
                    return;
                }

                _length += read;
            }
        }
        catch (Exception failure) when (
            failure is IOException or HttpRequestException || exchange.Cause is AbortCause.IdleTimeout)
        {
            // The status stands and says what it means for the endpoint; only the body cannot be passed on.
            IsBroken = true;
        }
    }

    /// <summary>A whole body in memory of its own size, the key masked; empty for one that isn't whole.</summary>
    internal ReadOnlyMemory<byte> Keep(ApiKey key)
    {
        var kept = IsWhole ? _buffer.AsSpan(0, _length).ToArray() : [];
        KeyMask.Apply(kept, key);
        if (!IsBroken)
        {
            // A read that was broken off may still write.
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        return kept;
    }

    private void Fit()
    {
        if (_length < _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
