using MultiplexCluster.Contracts.Network;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Relay.Paths;

namespace MultiplexCluster.Host.DataPlane.Unified;

/// <summary>What a request's target means on the unified surface.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Path">The path below <c>/v1</c>, which is also OpenAI's.</param>
/// <param name="PathAndQuery">The same with the query that may go upstream.</param>
internal readonly record struct UnifiedTarget(UnifiedOperation Operation, string Path, string PathAndQuery)
{
    private const string Root = "/v1";

    private static readonly ServiceError Unknown = new(
        ServiceErrorCode.UnknownRoute,
        "The unified surface has POST /v1/chat/completions, /v1/embeddings and /v1/responses, what belongs to a stored response, and "
        + "GET /v1/models. Everything else of a provider is on its own surface: /openai/v1, /anthropic, /gemini or /groq.");

    /// <summary>Reads a target; the fault is null when it is an operation of this surface.</summary>
    internal static ServiceError? TryRead(string method, string target, out UnifiedTarget call)
    {
        call = default;
        var mark = target.IndexOf('?');
        var end = mark < 0 ? target.Length : mark;
        if (end <= Root.Length || !target.StartsWith(Root, StringComparison.Ordinal))
        {
            return Unknown;
        }

        var path = target[Root.Length..end];
        if (!PlainPath.IsPlain(path) || OperationOf(method, path) is not { } operation)
        {
            return Unknown;
        }

        var query = mark < 0 ? string.Empty : target[mark..];
        if (!QueryFilter.IsSendable(query))
        {
            return new ServiceError(ServiceErrorCode.InvalidRequest, "The query has characters that must be percent-encoded.");
        }

        call = new UnifiedTarget(operation, path, string.Concat(path, QueryFilter.WithoutCredentials(query)));
        return null;
    }

    private static UnifiedOperation? OperationOf(string method, string path) => (method, path) switch
    {
        ("POST", "/chat/completions") => UnifiedOperation.ChatCompletions,
        ("POST", "/embeddings") => UnifiedOperation.Embeddings,
        ("POST", "/responses" or "/responses/input_tokens" or "/responses/compact") => UnifiedOperation.Responses,
        (_, _) when path.StartsWith("/responses/", StringComparison.Ordinal) => UnifiedOperation.StoredResponses,
        _ => null,
    };
}

/// <summary>The operations of the unified surface, apart from the list of models.</summary>
internal enum UnifiedOperation
{
    /// <summary>Every provider has it.</summary>
    ChatCompletions,

    /// <summary>OpenAI, Gemini and Groq have it.</summary>
    Embeddings,

    /// <summary>OpenAI and Groq have it.</summary>
    Responses,

    /// <summary>What belongs to one response; only OpenAI stores them.</summary>
    StoredResponses,
}
