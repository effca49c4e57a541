using System.Text;

namespace MultiplexCluster.Providers.Codecs.Requests;

/// <summary>
/// Where JSON bodies name objects that live in one account, over all vendors: a field stands for the same at each that has
/// it. OpenAI and Groq: platform.openai.com/docs/api-reference (responses, chat, batches, fine-tuning, vector stores,
/// assistants); Anthropic: docs.claude.com/en/api (files, code execution's container); Gemini: ai.google.dev/api (caching,
/// files, batch mode, interactions).
/// </summary>
internal static class ObjectReferences
{
    /// <summary>So many of a body are kept; all objects of a request live in one account, so that the first one known is enough.</summary>
    internal const int Most = 8;

    private static readonly string[] Ids =
    [
        "previous_response_id",
        "conversation",
        "conversation.id",
        "input_file_id",
        "training_file",
        "validation_file",
        "file_id",
        "file_ids[]",
        "assistant_id",
        "input[].content[].file_id",
        "messages[].content[].file.file_id",
        "messages[].content[].image_file.file_id",
        "messages[].content[].source.file_id",
        "messages[].attachments[].file_id",
        "tools[].vector_store_ids[]",
        "tools[].container",
        "tools[].container.file_ids[]",
        "tool_resources.code_interpreter.file_ids[]",
        "tool_resources.file_search.vector_store_ids[]",
        "container",
        "container.id",
        "cachedContent",
        "cached_content",
        "batch.inputConfig.fileName",
        "batch.input_config.file_name",
        "input_config.file_name",
        "previous_interaction_id",
    ];

    private static readonly string[] Uris =
    [
        "contents[].parts[].fileData.fileUri",
        "contents[].parts[].file_data.file_uri",
    ];

    /// <summary>The paths: ids under the one slot, Google's file URIs under the other.</summary>
    internal static IEnumerable<(string Path, int Slot)> Paths(int idSlot, int uriSlot) =>
        [.. Ids.Select(path => (path, idSlot)), .. Uris.Select(path => (path, uriSlot))];

    /// <summary>The name of Gemini's file at a URI that ends in <c>/files/{id}</c>, as its answers write it; null for any other.</summary>
    internal static string? FileAt(ReadOnlySpan<byte> uri)
    {
        var collection = "/files/"u8;
        var start = uri.LastIndexOf(collection);
        var id = start < 0 ? default : uri[(start + collection.Length)..];
        return id.IsEmpty || id.ContainsAny("/?#"u8) ? null : Encoding.UTF8.GetString(uri[(start + 1)..]);
    }
}
