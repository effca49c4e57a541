using System.Buffers;
using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Parameters;

/// <summary>The frame of every request's translation: parse, read by the table, write, or refuse.</summary>
internal static class RequestDraft
{
    /// <summary>Reads the parameters and writes the request, unless something is refused.</summary>
    /// <param name="table">The provider's parameters.</param>
    /// <param name="body">The caller's body.</param>
    /// <param name="upstreamModel">The model's name.</param>
    /// <param name="translate">Writes the provider's body and says where it goes. What it makes is dropped where the notes have a refusal.</param>
    public static RequestTranslation Translate(
        ParameterTable table, ReadOnlyMemory<byte> body, string upstreamModel, Func<RequestSource, Utf8JsonWriter, RequestTarget> translate)
    {
        var notes = new RequestNotes();
        if (string.IsNullOrEmpty(upstreamModel) || upstreamModel.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            notes.Refuse(RefusalReason.InvalidValue, "model", "'model' must be visible ASCII.");
            return notes.Refusal!;
        }

        using var parsed = JsonInput.Parse(body);
        var given = table.Read(parsed?.RootElement ?? default, notes);
        if (notes.Refusal is { } early)
        {
            return early;
        }

        var buffer = new ArrayBufferWriter<byte>(body.Length + 512);
        using var json = JsonOutput.Writer(buffer);
        var target = translate(new RequestSource(body, given, notes, upstreamModel), json);
        json.Flush();
        return notes.Refusal ?? (RequestTranslation)new TranslatedRequest
        {
            Path = target.Path,
            Body = buffer.WrittenMemory,
            Headers = target.Headers,
            Streams = target.Streams,
            Ignored = notes.Ignored,
            Wishes = target.Wishes,
        };
    }
}

/// <summary>A request that is being translated.</summary>
internal sealed record RequestSource(ReadOnlyMemory<byte> Body, GivenParameters Given, RequestNotes Notes, string Model);

/// <summary>Where a translated request goes, and how it is answered.</summary>
internal sealed record RequestTarget(string Path, bool Streams, AnswerWishes Wishes, IReadOnlyList<KeyValuePair<string, string>> Headers);
