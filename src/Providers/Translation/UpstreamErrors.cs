using System.Globalization;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation;

/// <summary>
/// Providers' errors: all have <c>error.message</c>. Anthropic's <c>type</c> and Gemini's
/// canonical <c>status</c> become the code; Groq's <c>type</c> and <c>code</c> are OpenAI's already.
/// </summary>
internal static class UpstreamErrors
{
    /// <summary>The body of an error answer of Anthropic or Gemini.</summary>
    public static ReadOnlyMemory<byte> Body(int status, ReadOnlyMemory<byte> body) => Read(body, error => Of(status, error));

    /// <summary>The body of an error answer in OpenAI's format.</summary>
    public static ReadOnlyMemory<byte> OpenAiFormatBody(int status, ReadOnlyMemory<byte> body) => Read(body, error => OfOpenAiFormat(status, error));

    /// <summary>The <c>error</c> member of Anthropic or Gemini.</summary>
    public static OpenAiError Of(int status, JsonElement error) => new(
        MessageOf(status, error),
        OpenAiError.TypeOf(status),
        Param: null,
        error.Member("status"u8).Text() ?? error.Member("type"u8).Text());

    /// <summary>The <c>error</c> member in OpenAI's format, or the message alone.</summary>
    public static OpenAiError OfOpenAiFormat(int status, JsonElement error) => new(
        MessageOf(status, error),
        error.Member("type"u8).Text() ?? OpenAiError.TypeOf(status),
        error.Member("param"u8).Text(),
        error.Member("code"u8).Text());

    private static ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> body, Func<JsonElement, OpenAiError> translate)
    {
        using var parsed = JsonInput.Parse(body);
        var root = parsed?.RootElement ?? default;

        // Gemini's errors may come in an array.
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            root = root[0];
        }

        return translate(root.Member("error"u8)).Body();
    }

    private static string MessageOf(int status, JsonElement error) =>
        (error.Text() ?? error.Member("message"u8).Text()) is { Length: > 0 } message
            ? message
            : string.Create(CultureInfo.InvariantCulture, $"The provider answered with status {status}.");
}
