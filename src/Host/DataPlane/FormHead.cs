using MultiplexCluster.Providers.Codecs.Requests;
using MultiplexCluster.Providers.Relay.Bodies;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>What the router must know of a multipart body.</summary>
internal static class FormHead
{
    /// <summary>The model that its form names, or null: a form that is odd is the provider's to judge.</summary>
    internal static async ValueTask<string?> ReadModelAsync(RequestBody body, string? contentType, CancellationToken cancel)
    {
        var form = new FormModel(contentType);
        if (!form.IsOver)
        {
            await BodyPieces.ReadAsync(
                body,
                piece =>
                {
                    form.Read(piece);
                    return !form.IsOver;
                },
                cancel);
        }

        return form.Model;
    }
}
