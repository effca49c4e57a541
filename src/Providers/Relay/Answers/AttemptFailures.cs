using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>What an exchange that broke means.</summary>
internal static class AttemptFailures
{
    internal static readonly ServiceError Unreachable =
        new(ServiceErrorCode.UpstreamError, "The provider could not be reached.");

    internal static readonly ServiceError BrokeOff =
        new(ServiceErrorCode.UpstreamError, "The provider broke off before its answer was complete.");

    internal static readonly ServiceError Redirected =
        new(ServiceErrorCode.UpstreamError, "The provider redirected the call; redirects are not followed.");

    internal static readonly ServiceError NotOpened =
        new(ServiceErrorCode.UpstreamError, "The provider did not open the WebSocket session.");

    internal static readonly ServiceError Blocked = new(
        ServiceErrorCode.UpstreamError,
        "The endpoint's address is a local one, which is not allowed: give it another base_url, or start the service with "
        + "Multiplex__Upstreams__AllowPrivateNetworks=true.");

    private static readonly ServiceError PermitLost =
        new(ServiceErrorCode.UpstreamError, "The call had to be given up: this node lost its permit to call the provider.");

    private static readonly ServiceError NoFirstByte =
        new(ServiceErrorCode.UpstreamTimeout, "The provider sent no first byte in time.");

    private static readonly ServiceError FellSilent =
        new(ServiceErrorCode.UpstreamTimeout, "The provider fell silent in the middle of its answer.");

    /// <summary>Stands for the body of a provider's error that could not be had.</summary>
    internal static ServiceError Unreadable(int status) =>
        new(ServiceErrorCode.UpstreamError, $"The provider answered with status {status}; the body of its answer was too long or broke off.");

    /// <summary>The result of an exchange that ended with this exception.</summary>
    internal static AttemptResult Of(Exception failure, Exchange exchange, bool callerHasLeft) => exchange.Cause switch
    {
        AbortCause.CallerLeft or AbortCause.CallerStalled => Cancelled(exchange),
        AbortCause.Cancelled => Cancelled(exchange) with { Error = ProviderRequest.CancelledByOperator },
        AbortCause.PermitLost => Failed(exchange, PermitLost) with { Outcome = OutcomeClass.PermitLost },
        AbortCause.FirstByteTimeout => Failed(exchange, NoFirstByte),
        AbortCause.IdleTimeout => Failed(exchange, FellSilent),
        AbortCause.None when callerHasLeft => Cancelled(exchange),
        AbortCause.None when failure is HttpRequestException { InnerException: UnauthorizedAccessException } =>
            Failed(exchange, Blocked) with { Outcome = OutcomeClass.AddressBlocked, SurelyNotExecuted = true },
        AbortCause.None when !exchange.AnswerStarted && BeforeSending(failure) is { } detail =>
            Failed(exchange, Unreachable) with { SurelyNotExecuted = true, Detail = detail },
        AbortCause.None => Failed(exchange, BrokeOff),
        var cause => throw new InvalidOperationException($"unknown abort cause {cause}"),
    };

    /// <summary>The result of a 2xx answer whose body has ended.</summary>
    internal static AttemptResult OfEnd(AnswerEnd end, Exchange exchange) => end switch
    {
        AnswerEnd.Complete => new()
        {
            Outcome = OutcomeClass.Success,
            Usage = exchange.Reader!.Usage,
            AnswerStarted = true,
            FirstByteTook = exchange.FirstByteTook,
        },
        AnswerEnd.ErrorReported => Reported(exchange.Reader!),
        AnswerEnd.Incomplete => Failed(exchange, BrokeOff),
        AnswerEnd.Untranslatable => new() { Outcome = OutcomeClass.BrokenStream, Usage = exchange.Reader!.Usage, AnswerStarted = true },
        _ => throw new InvalidOperationException($"unknown end {end}"),
    };

    /// <summary>A failure of the provider's side.</summary>
    internal static AttemptResult Failed(Exchange exchange, ServiceError error) => new()
    {
        Outcome = exchange.AnswerStarted ? OutcomeClass.BrokenStream : OutcomeClass.Failing,
        AnswerStarted = exchange.AnswerStarted,
        Usage = exchange.Reader?.Usage ?? TokenUsage.None,
        Error = error,
    };

    /// <summary>The caller has the provider's error; for the endpoint it is what it would be as an answer of its own.</summary>
    private static AttemptResult Reported(IAnswerReader reader) => new()
    {
        Outcome = reader.Reported.Outcome,
        RetryAfter = reader.Reported.RetryAfter,
        Detail = reader.Reported.Detail,
        Scope = reader.Reported.Scope,
        Usage = reader.Usage,
        AnswerStarted = true,
    };

    private static AttemptResult Cancelled(Exchange exchange) => new()
    {
        Outcome = OutcomeClass.Cancelled,
        AnswerStarted = exchange.AnswerStarted,
        Usage = exchange.Reader?.Usage ?? TokenUsage.None,
    };

    /// <summary>Why nothing was sent, or null when something may have been.</summary>
    private static string? BeforeSending(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the provider's name does not resolve",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "the TLS handshake failed",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "the connection was refused or failed",

        // Nobody here cancelled it, so the only timer the platform has went off: the connect timeout.
        OperationCanceledException => "the connection did not come about in time",
        UriFormatException => "the base URL and the path do not fit together",
        FormatException => "a header value cannot be sent",
        _ => null,
    };
}
