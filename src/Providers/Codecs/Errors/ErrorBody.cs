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

    private static readonly JsonPaths Watched = new([.. Paths("error"), .. Paths("[].error")]);

    private string? _detailType;
    private string? _detailReason;
    private string? _detailDelay;

    private enum Slot
    {
        Member,
        Message,
        Type,
        Code,
        Status,
        Detail,
        DetailType,
        DetailReason,
        DetailDelay,
        QuotaId,
        QuotaModel,
        Count,
    }

    /// <summary>How many slots <see cref="Paths"/> uses, from 0.</summary>
    internal const int Slots = (int)Slot.Count;

    /// <summary>The slot of the <c>error</c> member itself.</summary>
    internal const int MemberSlot = (int)Slot.Member;

    /// <summary><c>error.message</c>, or <c>error</c> where that is text.</summary>
    public string? Message { get; private set; }

    /// <summary><c>error.type</c>.</summary>
    public string? Type { get; private set; }

    /// <summary><c>error.code</c> where that is text.</summary>
    public string? Code { get; private set; }

    /// <summary><c>error.code</c> where that is a number: the HTTP status, at Gemini.</summary>
    public int? Number { get; private set; }

    /// <summary>Gemini's canonical <c>error.status</c>.</summary>
    public string? Status { get; private set; }

    /// <summary>The reason of a <c>google.rpc.ErrorInfo</c>.</summary>
    public string? Reason { get; private set; }

    /// <summary>The delay of a <c>google.rpc.RetryInfo</c>, as sent.</summary>
    public string? RetryDelay { get; private set; }

    /// <summary>A <c>google.rpc.QuotaFailure</c> names a daily quota.</summary>
    public bool HasDailyQuota { get; private set; }

    /// <summary>A <c>google.rpc.QuotaFailure</c> names the model whose quota it is.</summary>
    public bool NamesModel { get; private set; }

    /// <summary>Reads a body, or its beginning. Never throws.</summary>
    public static ErrorBody Read(ReadOnlySpan<byte> body)
    {
        var read = new ErrorBody();
        new JsonScanner(Watched, read, MaxTextBytes).Read(body);
        return read;
    }

    /// <summary>Where the fields of an error stand that is the member at this path, for another reader.</summary>
    internal static IEnumerable<(string Path, int Slot)> Paths(string member) =>
    [
        (member, (int)Slot.Member),
        ($"{member}.message", (int)Slot.Message),
        ($"{member}.type", (int)Slot.Type),
        ($"{member}.code", (int)Slot.Code),
        ($"{member}.status", (int)Slot.Status),
        ($"{member}.details[]", (int)Slot.Detail),
        ($"{member}.details[].@type", (int)Slot.DetailType),
        ($"{member}.details[].reason", (int)Slot.DetailReason),
        ($"{member}.details[].retryDelay", (int)Slot.DetailDelay),
        ($"{member}.details[].violations[].quotaId", (int)Slot.QuotaId),
        ($"{member}.details[].violations[].quotaDimensions.model", (int)Slot.QuotaModel),
    ];

    /// <summary>The same for an error that is its document's only content, as in OpenAI's <c>error</c> events.</summary>
    internal static IEnumerable<(string Path, int Slot)> BarePaths => [("code", (int)Slot.Code), ("message", (int)Slot.Message)];

    /// <inheritdoc/>
    public void OnValue(int slot, in JsonValue value)
    {
        if (slot == (int)Slot.Code && value.Kind == JsonKind.Count)
        {
            Number ??= (int)Math.Min(value.Count, int.MaxValue);
        }

        if (value.Kind is not (JsonKind.Text or JsonKind.LongText))
        {
            return;
        }

        var text = Encoding.UTF8.GetString(value.Text);
        switch ((Slot)slot)
        {
            case Slot.Member or Slot.Message:
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
            case Slot.QuotaModel:
                NamesModel = true;
                break;
            case Slot.QuotaId:
                HasDailyQuota |= text.Contains("PerDay", StringComparison.Ordinal);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnClosed(int slot)
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

    private bool Is(string type) => _detailType?.EndsWith(type, StringComparison.Ordinal) == true;
}
