using System.Text.Json;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>The statuses of Claude's error types (https://platform.claude.com/docs/en/api), for errors inside a stream, which have none.</summary>
internal static class AnthropicErrorTypes
{
    /// <summary>The status; 500 of a type that is not known.</summary>
    public static int StatusOf(JsonElement type) =>
        type.Is("rate_limit_error"u8) ? 429
        : type.Is("overloaded_error"u8) ? 529
        : type.Is("invalid_request_error"u8) ? 400
        : type.Is("authentication_error"u8) ? 401
        : type.Is("billing_error"u8) ? 402
        : type.Is("permission_error"u8) ? 403
        : type.Is("not_found_error"u8) ? 404
        : type.Is("request_too_large"u8) ? 413
        : type.Is("timeout_error"u8) ? 504
        : 500;
}
