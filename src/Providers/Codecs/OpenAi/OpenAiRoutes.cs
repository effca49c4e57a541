using MultiplexCluster.Providers.Codecs.Routes;
using static MultiplexCluster.Providers.Codecs.Routes.RouteRows;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>
/// OpenAI's calls (https://api.openai.com/v1; openai-node's api_reference/openapi.transformed.yml). Families whose answers
/// carry no usage of their own are one row each: the vendor knows their finer paths.
/// </summary>
public static class OpenAiRoutes
{
    private const ModelSource Required = ModelSource.BodyRequired;
    private const ModelSource Optional = ModelSource.BodyOptional;

    /// <summary>The table, below <c>/openai/v1</c>.</summary>
    public static RouteTable Table { get; } = new(
    [
        .. Inference(), .. Stored(), .. OpenAiFileRoutes.Rows(), .. OpenAiMediaRoutes.Rows(), .. Jobs(), .. Families(), .. Realtime(),
        .. Administration(),
    ]);

    private static IEnumerable<RouteRow> Inference() =>
    [
        Chat("/chat/completions", "chat.completions").Using(ObjectUse.CreatesIfStored),
        Chat("/completions", "completions"),
        Row("POST", "/responses", "responses", Optional, UsageShape.Responses).Creates().KnowsBackground(),
        Row("POST", "/responses/compact", "responses.compact", Optional, UsageShape.Responses),
        Row("POST", "/responses/input_tokens", "responses.input_tokens", Optional),
        Row("POST", "/embeddings", "embeddings", Required, UsageShape.Chat),
        Row("POST", "/moderations", "moderations", Optional),
        Row("GET", "/models", "models.list"),
        Row("GET", "/models/{model...}", "models.get"),
        Row("DELETE", "/models/{model...}", "models.delete"),
    ];

    private static IEnumerable<RouteRow> Stored() =>
    [
        Row("GET", "/chat/completions", "chat.completions.list").Lists(),
        Row("GET POST DELETE", "/chat/completions/{id}", "chat.completions.stored").Names(),
        Row("GET", "/chat/completions/{id}/messages", "chat.completions.messages").Names(),
        Reread("GET", "/responses/{id}", "responses.get").Names().KnowsBackground(),
        Row("DELETE", "/responses/{id}", "responses.delete").Names(),
        Reread("POST", "/responses/{id}/cancel", "responses.cancel").Names().KnowsBackground(),
        Row("GET", "/responses/{id}/input_items", "responses.input_items").Names(),
        Row("POST", "/conversations", "conversations.create").Creates(),
        Row(Every, "/conversations/{rest...}", "conversations").Names(),
    ];

    private static IEnumerable<RouteRow> Jobs() =>
    [
        Row("GET", "/batches", "batches.list").Lists(),
        Paid("POST", "/batches", "batches.create").Creates(),
        Row("GET", "/batches/{id}", "batches.get").Names(),
        Row("POST", "/batches/{id}/cancel", "batches.cancel").Names(),
        Row("GET", "/fine_tuning/jobs", "fine_tuning.jobs.list").Lists(),
        Paid("POST", "/fine_tuning/jobs", "fine_tuning.jobs.create", Optional).Creates(),
        Row(Every, "/fine_tuning/jobs/{rest...}", "fine_tuning.jobs").Names(),
        Row("POST", "/fine_tuning/alpha/graders/{rest...}", "fine_tuning.graders"),
        Row("GET", "/evals", "evals.list").Lists(),
        Row("POST", "/evals", "evals.create").Creates(),
        Row("GET POST DELETE", "/evals/{id}", "evals").Names(),
        Row("GET", "/evals/{id}/runs", "evals.runs.list").Names(),
        Paid("POST", "/evals/{id}/runs", "evals.runs.create").Names().Creates(),
        Row(Every, "/evals/{id}/runs/{rest...}", "evals.runs").Names(),
    ];

    private static IEnumerable<RouteRow> Families() =>
    [
        Row("GET", "/vector_stores", "vector_stores.list").Lists(),
        Paid("POST", "/vector_stores", "vector_stores.create").Creates(),
        Paid("POST", "/vector_stores/{id}/file_batches", "vector_stores.file_batches.create").Names().Creates(),
        Row(Every, "/vector_stores/{rest...}", "vector_stores").Names(),
        Row("GET", "/assistants", "assistants.list").Lists(),
        Row("POST", "/assistants", "assistants.create", Optional).Creates(),
        Row(Every, "/assistants/{rest...}", "assistants").Names(),
        .. Threads(),
        Row("POST", "/chatkit/sessions", "chatkit.sessions.create").Creates(),
        Row("GET", "/chatkit/threads", "chatkit.threads.list").Lists(),
        Row(Every, "/chatkit/sessions/{rest...}", "chatkit.sessions").Names(),
        Row(Every, "/chatkit/threads/{rest...}", "chatkit.threads").Names(),
        Row(Every, "/chatkit/{rest...}", "chatkit"),
    ];

    /// <summary>
    /// A run asks a model, so it costs money. Streamed, it ends by <c>done</c> with <c>[DONE]</c> and tells usage like a
    /// chat (platform.openai.com/docs/api-reference/assistants-streaming/events). Threads can't be listed by an API key.
    /// The answer to <c>/threads/runs</c> is a run: its thread is in <c>thread_id</c>.
    /// </summary>
    private static IEnumerable<RouteRow> Threads() =>
    [
        Row("POST", "/threads", "threads.create").Creates(),
        Run("/threads/runs", "threads.runs.create_thread").Creates(),
        Run("/threads/{id}/runs", "threads.runs.create").Names().Creates(),
        Run("/threads/{id}/runs/{run}/submit_tool_outputs", "threads.runs.submit_tool_outputs").Names(),
        Row(Every, "/threads/{rest...}", "threads").Names(),
    ];

    /// <summary>A call's body is an SDP offer or a form with one; its id stands in the answer's <c>Location</c>.</summary>
    private static IEnumerable<RouteRow> Realtime() =>
    [
        Socket("/realtime", "realtime", UsageShape.Realtime, ModelSource.Query),
        Row("POST", "/realtime/client_secrets", "realtime.client_secrets"),
        Row("POST", "/realtime/sessions", "realtime.sessions", Optional).Creates(),
        Row("POST", "/realtime/transcription_sessions", "realtime.transcription_sessions").Creates(),
        Paid("POST", "/realtime/calls", "realtime.calls.create").Creates(),
        Row("POST", "/realtime/calls/{id}/accept", "realtime.calls.accept", Optional).Names(),
        Row("POST", "/realtime/calls/{id}/hangup", "realtime.calls.hangup").Names(),
        Row("POST", "/realtime/calls/{id}/refer", "realtime.calls.refer").Names(),
        Row("POST", "/realtime/calls/{id}/reject", "realtime.calls.reject").Names(),
    ];

    private static IEnumerable<RouteRow> Administration() =>
    [
        Admin("/organization/{rest...}", "organization"),
        Admin("/projects/{rest...}", "projects"),
        Admin("/fine_tuning/checkpoints/{rest...}", "fine_tuning.checkpoints"),
    ];

    private static RouteRow Run(string template, string name) =>
        new("POST", template, new ProviderRoute { Name = name, Model = Optional, Usage = UsageShape.Chat, CreatesPaidObject = true });

    /// <summary>
    /// A stored response books nothing when it is read: the call that made it did. A background one tells its usage only
    /// here, to every poll alike, so the first that is told it books it.
    /// </summary>
    private static RouteRow Reread(string methods, string template, string name) =>
        new(methods, template, new ProviderRoute { Name = name, Usage = UsageShape.Responses, BooksUsage = false });
}
