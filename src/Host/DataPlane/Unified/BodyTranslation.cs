using MultiplexCluster.Providers.Relay.Bodies;
using MultiplexCluster.Providers.Translation;

namespace MultiplexCluster.Host.DataPlane.Unified;

/// <summary>
/// Has a body translated. A translation needs the whole body in memory; of those that lie on disk, being large, one at a
/// time is fetched and kept again, so that many callers with large bodies cost no more memory than one.
/// </summary>
internal sealed class BodyTranslation(CallerBodies bodies) : IDisposable
{
    private readonly SemaphoreSlim _large = new(1);

    /// <summary>The call as the provider takes it with its body kept, or why there is none.</summary>
    internal async ValueTask<(RequestTranslation Translation, RequestBody? Kept)> TranslateAsync(
        RequestBody body, ITranslation translation, string model, CancellationToken cancel)
    {
        if (body.IsInMemory)
        {
            return await KeepAsync(translation.Translate(body.Memory, model), cancel);
        }

        await _large.WaitAsync(cancel);
        try
        {
            return await KeepAsync(translation.Translate(await FetchAsync(body, cancel), model), cancel);
        }
        finally
        {
            _large.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _large.Dispose();

    private async ValueTask<(RequestTranslation, RequestBody?)> KeepAsync(RequestTranslation translated, CancellationToken cancel) =>
        (translated, translated is TranslatedRequest call ? await bodies.KeepAsync(call.Body, cancel) : null);

    private static async ValueTask<ReadOnlyMemory<byte>> FetchAsync(RequestBody body, CancellationToken cancel)
    {
        var whole = GC.AllocateUninitializedArray<byte>((int)body.Length);
        for (var filled = 0; filled < whole.Length;)
        {
            var read = await body.ReadAsync(filled, whole.AsMemory(filled), cancel);
            filled += read > 0 ? read : throw new IOException("the spooled body is shorter than it was");
        }

        return whole;
    }
}
