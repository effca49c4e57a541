using System.Globalization;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation;

/// <summary>
/// Providers' error bodies (providers.md §1–§4, "Errors"): all have <c>error.message</c>; the code is OpenAI's and
/// Groq's <c>code</c>, Anthropic's <c>type</c>, Gemini's canonical <c>status</c>.
/// </summary>
internal static class UpstreamErrors
{
    /// <summary>The body of an error answer, read from any of the shapes.</summary>
    public static ReadOnlyMemory<byte> Body(int status, ReadOnlyMemory<byte> body)
    {
        using var parsed = JsonInput.Parse(body);
        var root = parsed?.RootElement ?? default;

        // Gemini's errors may come in an array.
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            root = root[0];
        }

        return Of(status, root.Member("error"u8)).Body();
    }

    /// <summary>An <c>error</c> member as OpenAI's.</summary>
    public static OpenAiError Of(int status, JsonElement error)
    {
        var message = error.Text() ?? error.Member("message"u8).Text();
        return new OpenAiError(
            message is { Length: > 0 } ? message : string.Create(CultureInfo.InvariantCulture, $"The provider answered with status {status}."),
            OpenAiError.TypeOf(status),
            error.Member("param"u8).Text(),
            error.Member("code"u8).Text() ?? error.Member("status"u8).Text() ?? error.Member("type"u8).Text());
    }
}
