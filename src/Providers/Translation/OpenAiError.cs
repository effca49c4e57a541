using System.Buffers;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation;

/// <summary>An error in OpenAI's shape (https://platform.openai.com/docs/api-reference).</summary>
internal sealed record OpenAiError(string Message, string Type, string? Param, string? Code)
{
    /// <summary>The provider's answer is not what it documents.</summary>
    public static OpenAiError Unreadable { get; } = OfUpstream("The provider's answer could not be read.");

    /// <summary>A stream that stops without its terminal marker.</summary>
    public static OpenAiError BrokenOff { get; } = OfUpstream("The provider's stream broke off.");

    /// <summary>An event over what is held in memory.</summary>
    public static OpenAiError EventTooLong { get; } = OfUpstream("The provider's stream has an event that is too long.");

    /// <summary>A refusal.</summary>
    public static OpenAiError Of(RefusedRequest refusal) =>
        new(refusal.Message, TypeOf(400), refusal.Param, CodeOf(refusal.Reason));

    /// <summary>The type OpenAI gives the errors of a status.</summary>
    public static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>As a body.</summary>
    public ReadOnlyMemory<byte> Body()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = JsonOutput.Writer(buffer);
        WriteTo(json);
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Writes the object that holds it.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, Message);
        json.WriteString("type"u8, Type);
        json.WriteString("param"u8, Param);
        json.WriteString("code"u8, Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static OpenAiError OfUpstream(string message) => new(message, TypeOf(502), null, "upstream_error");

    private static string CodeOf(RefusalReason reason) => reason switch
    {
        RefusalReason.InvalidJson => "invalid_json",
        RefusalReason.UnknownParameter => "unknown_parameter",
        RefusalReason.UnsupportedParameter => "unsupported_parameter",
        RefusalReason.UnsupportedValue => "unsupported_value",
        RefusalReason.MissingParameter => "missing_required_parameter",
        RefusalReason.InvalidType => "invalid_type",
        RefusalReason.InvalidValue => "invalid_value",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no code"),
    };
}
