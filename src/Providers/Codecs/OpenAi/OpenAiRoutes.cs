using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// OpenAI's calls (https://api.openai.com/v1). Families whose bodies are JSON and whose answers carry no usage of
/// their own are one row each: the vendor knows their finer paths.
/// </summary>
public static class OpenAiRoutes
{
    private const ModelSource Required = ModelSource.BodyRequired;
    private const ModelSource Optional = ModelSource.BodyOptional;

    /// <summary>The table, below <c>/openai/v1</c>.</summary>
    public static RouteTable Table { get; } = new([.. Inference(), .. Stored(), .. Jobs(), .. Families(), .. Administration()]);

    private static IEnumerable<RouteRow> Inference() =>
    [
        Chat("/chat/completions", "chat.completions"),
        Chat("/completions", "completions"),
        Row("POST", "/responses", "responses", Optional, UsageShape.Responses),
        Row("POST", "/responses/compact", "responses.compact", Optional, UsageShape.Responses),
        Row("POST", "/responses/input_tokens", "responses.input_tokens", Optional),
        Row("POST", "/embeddings", "embeddings", Required, UsageShape.Chat),
        Row("POST", "/moderations", "moderations", Optional),
        Row("POST", "/images/generations", "images.generations", Optional, UsageShape.Responses),
        Row("POST", "/audio/speech", "audio.speech", Required, UsageShape.Responses),
        Row("GET", "/models", "models.list"),
        Row("GET", "/models/{model...}", "models.get"),
        Row("DELETE", "/models/{model...}", "models.delete"),
    ];

    private static IEnumerable<RouteRow> Stored() =>
    [
        Row("GET", "/chat/completions", "chat.completions.list"),
        Row("GET POST DELETE", "/chat/completions/{id}", "chat.completions.stored"),
        Row("GET", "/chat/completions/{id}/messages", "chat.completions.messages"),
        Reread("GET", "/responses/{id}", "responses.get"),
        Row("DELETE", "/responses/{id}", "responses.delete"),
        Reread("POST", "/responses/{id}/cancel", "responses.cancel"),
        Row("GET", "/responses/{id}/input_items", "responses.input_items"),
        Row("POST", "/conversations", "conversations.create"),
        Row(Every, "/conversations/{rest...}", "conversations"),
        Row("GET", "/files", "files.list"),
        Row("GET DELETE", "/files/{id}", "files"),
        Bytes("GET", "/files/{id}/content", "files.content"),
    ];

    private static IEnumerable<RouteRow> Jobs() =>
    [
        Row("GET", "/batches", "batches.list"),
        Paid("POST", "/batches", "batches.create"),
        Row("GET", "/batches/{id}", "batches.get"),
        Row("POST", "/batches/{id}/cancel", "batches.cancel"),
        Row("GET", "/fine_tuning/jobs", "fine_tuning.jobs.list"),
        Paid("POST", "/fine_tuning/jobs", "fine_tuning.jobs.create", Optional),
        Row(Every, "/fine_tuning/jobs/{rest...}", "fine_tuning.jobs"),
        Row("POST", "/fine_tuning/alpha/graders/{rest...}", "fine_tuning.graders"),
        Row("GET POST", "/evals", "evals.list"),
        Row("GET POST DELETE", "/evals/{id}", "evals"),
        Row("GET", "/evals/{id}/runs", "evals.runs.list"),
        Paid("POST", "/evals/{id}/runs", "evals.runs.create"),
        Row(Every, "/evals/{id}/runs/{rest...}", "evals.runs"),
    ];

    private static IEnumerable<RouteRow> Families() =>
    [
        Row("GET", "/vector_stores", "vector_stores.list"),
        Paid("POST", "/vector_stores", "vector_stores.create"),
        Paid("POST", "/vector_stores/{id}/file_batches", "vector_stores.file_batches.create"),
        Row(Every, "/vector_stores/{rest...}", "vector_stores"),
        Row("GET POST", "/assistants", "assistants.list"),
        Row(Every, "/assistants/{rest...}", "assistants"),
        .. Threads(),
        Row(Every, "/chatkit/{rest...}", "chatkit"),
        Row("POST", "/realtime/client_secrets", "realtime.client_secrets"),
        Row("POST", "/realtime/sessions", "realtime.sessions", Optional),
        Row("POST", "/realtime/transcription_sessions", "realtime.transcription_sessions"),
    ];

    /// <summary>
    /// A run asks a model, so it costs money. Streamed, it ends by <c>done</c> with <c>[DONE]</c> and tells usage like a
    /// chat (platform.openai.com/docs/api-reference/assistants-streaming/events). Threads can't be listed by an API key.
    /// </summary>
    private static IEnumerable<RouteRow> Threads() =>
    [
        Row("POST", "/threads", "threads.create"),
        Run("/threads/runs", "threads.runs.create_thread"),
        Run("/threads/{id}/runs", "threads.runs.create"),
        Run("/threads/{id}/runs/{run}/submit_tool_outputs", "threads.runs.submit_tool_outputs"),
        Row(Every, "/threads/{rest...}", "threads"),
    ];

    private static IEnumerable<RouteRow> Administration() =>
    [
        Admin("/organization/{rest...}", "organization"),
        Admin("/projects/{rest...}", "projects"),
        Admin("/fine_tuning/checkpoints/{rest...}", "fine_tuning.checkpoints"),
    ];

    private static RouteRow Run(string template, string name) =>
        new("POST", template, new ProviderRoute { Name = name, Model = Optional, Usage = UsageShape.Chat, CreatesPaidObject = true });

    private static RouteRow Reread(string methods, string template, string name) =>
        new(methods, template, new ProviderRoute { Name = name, Usage = UsageShape.Responses, BooksUsage = false });

    private static RouteRow Bytes(string methods, string template, string name) =>
        new(methods, template, new ProviderRoute { Name = name, Usage = UsageShape.Opaque });
}
