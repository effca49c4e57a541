using System.Buffers;
using System.Text.Json;
using MultiplexCluster.Providers.Relay.Bodies;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>What the router must know of a JSON body.</summary>
/// <param name="IsWellFormed">One JSON object and nothing else.</param>
/// <param name="Model">Its <c>model</c> where that is a text.</param>
internal readonly record struct BodyHead(bool IsWellFormed, string? Model)
{
    private const int Piece = 64 * 1024;

    /// <summary>Reads it, without a copy where the body lies in memory.</summary>
    internal static ValueTask<BodyHead> ReadAsync(RequestBody body, CancellationToken cancel) =>
        body.IsInMemory ? ValueTask.FromResult(OfMemory(body.Memory.Span)) : OfFileAsync(body, cancel);

    private static BodyHead OfMemory(ReadOnlySpan<byte> json)
    {
        var scan = new Scan(default);
        return scan.Take(json, isFinal: true, out _) ? new BodyHead(scan.IsObject, scan.Model) : default;
    }

    private static async ValueTask<BodyHead> OfFileAsync(RequestBody body, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var scan = new Scan(default);
            var (offset, kept) = (0L, 0);
            while (true)
            {
                var read = await body.ReadAsync(offset, buffer.AsMemory(kept), cancel);
                offset += read;
                var filled = kept + read;
                if (!scan.Take(buffer.AsSpan(0, filled), isFinal: read == 0, out var consumed))
                {
                    return default;
                }

                if (read == 0)
                {
                    return new BodyHead(scan.IsObject, scan.Model);
                }

                kept = filled - consumed;
                buffer.AsSpan(consumed, kept).CopyTo(buffer);
                if (kept == buffer.Length)
                {
                    // One token larger than the buffer (an image): room for all of it.
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, kept).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private struct Scan(JsonReaderState state)
    {
        private JsonReaderState _state = state;
        private bool _modelNext;

        internal bool IsObject { get; private set; }

        internal string? Model { get; private set; }

        internal bool Take(ReadOnlySpan<byte> json, bool isFinal, out int consumed)
        {
            var reader = new Utf8JsonReader(json, isFinal, _state);
            try
            {
                while (reader.Read())
                {
                    Look(ref reader);
                }
            }
            catch (JsonException)
            {
                consumed = 0;
                return false;
            }

            consumed = (int)reader.BytesConsumed;
            _state = reader.CurrentState;
            return true;
        }

        private void Look(ref Utf8JsonReader reader)
        {
            if (reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.StartObject)
            {
                IsObject = true;
            }
            else if (reader.CurrentDepth == 1)
            {
                if (_modelNext && reader.TokenType == JsonTokenType.String && !HasBadText(ref reader))
                {
                    Model = reader.GetString();
                }

                _modelNext = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("model"u8);
            }
        }

        private static bool HasBadText(ref Utf8JsonReader reader) => reader.ValueSpan.Length > 512;
    }
}
