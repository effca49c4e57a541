namespace MultiplexCluster.Host.DataPlane;

/// <summary>The data plane's log lines. Never a body, a key, a header value or a query.</summary>
internal static partial class DataPlaneLog
{
    [LoggerMessage(EventId = 1010, Level = LogLevel.Warning, Message = "The models of {Provider} could not be listed")]
    internal static partial void NoModels(this ILogger logger, Exception failure, string provider);

    [LoggerMessage(EventId = 1000,
        Message = "Request {RequestId} {Provider} {Route}: {Outcome} with {Status} from {Endpoint}, attempts: {Attempts}, queued: {QueueMs} ms, took: {DurationMs} ms, tokens: {InputTokens} in, {OutputTokens} out{Why}")]
    internal static partial void Finished(
        this ILogger logger, LogLevel level, string requestId, string provider, string route, string outcome, int status,
        string endpoint, int attempts, long queueMs, long durationMs, long inputTokens, long outputTokens, string why);

    [LoggerMessage(1002, LogLevel.Information, "Request {RequestId} {Provider}: refused with {Status} {Code}")]
    internal static partial void Refused(
        this ILogger logger, string requestId, string provider, int status, string code);

    [LoggerMessage(1003, LogLevel.Information, "Request {RequestId} {Provider}: the caller left before its body was read")]
    internal static partial void LeftEarly(this ILogger logger, string requestId, string provider);

    [LoggerMessage(1004, LogLevel.Error, "Request {RequestId} {Provider}: a fault of this service ended it")]
    internal static partial void Broke(this ILogger logger, Exception failure, string requestId, string provider);
}
