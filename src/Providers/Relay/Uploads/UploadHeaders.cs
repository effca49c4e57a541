using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Providers.Relay.Uploads;

/// <summary>
/// The headers in which Google names where an upload's next bytes go (ai.google.dev/gemini-api/docs/files, "resumable"). They
/// name Google itself, so they reach a caller only rewritten: past this service there is neither key nor limit.
/// </summary>
internal static class UploadHeaders
{
    private static readonly string[] Rewritten = ["X-Goog-Upload-URL", "X-Goog-Upload-Control-URL"];

    /// <summary>True for a header that must not pass as it is. <c>Location</c> is how an older protocol says the same.</summary>
    internal static bool HasUploadUrl(string name, bool isUpload) =>
        (isUpload && name.Equals("Location", StringComparison.OrdinalIgnoreCase))
        || (name.StartsWith("X-Goog-Upload-", StringComparison.OrdinalIgnoreCase) && name.EndsWith("URL", StringComparison.OrdinalIgnoreCase));

    /// <summary>Gives the caller those of an upload's answer that can be rewritten; the others are left out.</summary>
    internal static void Write(HttpResponseMessage response, RelayRequest request, AttemptOrder order)
    {
        if (!request.Route.TakesBytes || request.ServiceOrigin is not { } origin)
        {
            return;
        }

        foreach (var name in Rewritten)
        {
            if (response.Headers.NonValidated.TryGetValues(name, out var values)
                && UploadUrl.Of(values.First(), origin, request.Codec, order.Target.BaseUrl, order.EndpointId) is { } url
                && HeaderText.IsSafe(url))
            {
                request.Caller.SetHeader(name, url);
            }
        }
    }
}
