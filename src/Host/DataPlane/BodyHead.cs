using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.Json;
using MultiplexCluster.Providers.Codecs.Requests;
using MultiplexCluster.Providers.Relay.Bodies;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>What the router must know of a JSON body.</summary>
/// <param name="IsObject">One well-formed JSON object and nothing else.</param>
/// <param name="ModelKind">What its <c>model</c> is; <see cref="JsonKind.None"/> where it is missing.</param>
/// <param name="Model">Its <c>model</c> where that is a text of at most 256 bytes.</param>
/// <param name="Whole">All that was read of it; null where nothing was.</param>
internal readonly record struct BodyHead(bool IsObject, JsonKind ModelKind, string? Model, RequestHead? Whole = null)
{
    /// <summary>True where the model is a name that can be matched, logged and sent.</summary>
    internal bool NamesModel => Model is { Length: > 0 } && !Model.AsSpan().ContainsAnyInRange('\0', '\u001f');

    /// <summary>Its <c>store</c> where that is true or false.</summary>
    internal bool? Stores => Whole?.Stores;

    /// <summary>Its <c>background</c> is true.</summary>
    internal bool IsBackground => Whole?.IsBackground == true;

    /// <summary>The objects of one account that it names; null for none.</summary>
    internal IReadOnlyList<string>? Objects => Whole?.Objects;

    /// <summary>The head of a call that names its model elsewhere.</summary>
    internal static BodyHead OfModel(string? model) => new(IsObject: false, JsonKind.None, model);

    /// <summary>The change that makes a chat stream tell its usage, for a route that does so only when asked; null where none is needed.</summary>
    internal BodyEdit? UsageWishOn(ProviderRoute route) =>
        route.TellsUsageWhenAsked && Whole is not null ? UsageWish.For(Whole) : null;

    /// <summary>Reads it, without a copy where the body lies in memory.</summary>
    /// <param name="body">The body.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <param name="findsCacheMarkers">Looks for Anthropic's cache markers as well.</param>
    internal static ValueTask<BodyHead> ReadAsync(RequestBody body, CancellationToken cancel, bool findsCacheMarkers = false)
    {
        var head = new RequestHead(findsCacheMarkers);
        if (!body.IsInMemory)
        {
            return OfFileAsync(head, body, cancel);
        }

        head.Read(body.Memory.Span);
        return ValueTask.FromResult(Of(head));
    }

    private static async ValueTask<BodyHead> OfFileAsync(RequestHead head, RequestBody body, CancellationToken cancel)
    {
        await BodyPieces.ReadAsync(
            body,
            piece =>
            {
                head.Read(piece);
                return true;
            },
            cancel);
        return Of(head);
    }

    private static BodyHead Of(RequestHead head) => new(head.IsObject, head.ModelKind, head.Model, head);
}
