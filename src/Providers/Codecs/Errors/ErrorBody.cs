using System.Text;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Errors;

/// <summary>
/// What stands in an error's JSON body, as far as it is there: the fields of all dialects, from an object or from the
/// first object of an array (Gemini's OpenAI surface). Anything else, HTML or half a body included, has none of them.
/// </summary>
public sealed class ErrorBody : IJsonSink
{
    private const int MaxTextBytes = 4096;

    private static readonly JsonPaths Watched = new([.. PathsUnder(string.Empty), .. PathsUnder("[].")]);

    private string? _detailType;
    private string? _detailReason;
    private string? _detailDelay;

    private ErrorBody()
    {
    }

    private enum Slot
    {
        Message,
        Type,
        Code,
        Status,
        Detail,
        DetailType,
        DetailReason,
        DetailDelay,
        QuotaId,
    }

    /// <summary><c>error.message</c>, or <c>error</c> where that is text.</summary>
    public string? Message { get; private set; }

    /// <summary><c>error.type</c>.</summary>
    public string? Type { get; private set; }

    /// <summary><c>error.code</c> where that is text.</summary>
    public string? Code { get; private set; }

    /// <summary>Gemini's canonical <c>error.status</c>.</summary>
    public string? Status { get; private set; }

    /// <summary>The reason of a <c>google.rpc.ErrorInfo</c>.</summary>
    public string? Reason { get; private set; }

    /// <summary>The delay of a <c>google.rpc.RetryInfo</c>, as sent.</summary>
    public string? RetryDelay { get; private set; }

    /// <summary>A <c>google.rpc.QuotaFailure</c> names a daily quota.</summary>
    public bool HasDailyQuota { get; private set; }

    /// <summary>Reads a body, or its beginning. Never throws.</summary>
    public static ErrorBody Read(ReadOnlySpan<byte> body)
    {
        var read = new ErrorBody();
        new JsonScanner(Watched, read, MaxTextBytes).Read(body);
        return read;
    }

    /// <inheritdoc/>
    void IJsonSink.OnValue(int slot, in JsonValue value)
    {
        if (value.Kind is not (JsonKind.Text or JsonKind.LongText))
        {
            return;
        }

        var text = Encoding.UTF8.GetString(value.Text);
        switch ((Slot)slot)
        {
            case Slot.Message:
                Message ??= text;
                break;
            case Slot.Type:
                Type ??= text;
                break;
            case Slot.Code:
                Code ??= text;
                break;
            case Slot.Status:
                Status ??= text;
                break;
            case Slot.DetailType:
                _detailType = text;
                break;
            case Slot.DetailReason:
                _detailReason = text;
                break;
            case Slot.DetailDelay:
                _detailDelay = text;
                break;
            case Slot.QuotaId:
                HasDailyQuota |= text.Contains("PerDay", StringComparison.Ordinal);
                break;
        }
    }

    /// <inheritdoc/>
    void IJsonSink.OnClosed(int slot)
    {
        if (slot != (int)Slot.Detail)
        {
            return;
        }

        // Only the last part of a type URL is its contract.
        Reason ??= Is("google.rpc.ErrorInfo") ? _detailReason : null;
        RetryDelay ??= Is("google.rpc.RetryInfo") ? _detailDelay : null;
        (_detailType, _detailReason, _detailDelay) = (null, null, null);
    }

    private static IEnumerable<(string Path, int Slot)> PathsUnder(string root) =>
    [
        ($"{root}error", (int)Slot.Message),
        ($"{root}error.message", (int)Slot.Message),
        ($"{root}error.type", (int)Slot.Type),
        ($"{root}error.code", (int)Slot.Code),
        ($"{root}error.status", (int)Slot.Status),
        ($"{root}error.details[]", (int)Slot.Detail),
        ($"{root}error.details[].@type", (int)Slot.DetailType),
        ($"{root}error.details[].reason", (int)Slot.DetailReason),
        ($"{root}error.details[].retryDelay", (int)Slot.DetailDelay),
        ($"{root}error.details[].violations[].quotaId", (int)Slot.QuotaId),
    ];

    private bool Is(string type) => _detailType?.EndsWith(type, StringComparison.Ordinal) == true;
}
