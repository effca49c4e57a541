using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Delays;

namespace MultiplexCluster.Providers.Codecs.Errors;

/// <summary>
/// What an error means that a provider reports inside a stream, behind a 200. It is judged by the status it would have
/// had as an answer of its own, so that a caller's bad input or a rate limit does not open the circuit of a good key.
/// </summary>
internal static class ReportedError
{
    /// <summary>The pseudo-status of an error that nothing tells more of: the provider's own.</summary>
    public const int Unnamed = 500;

    /// <summary>
    /// The verdict. The key has been accepted, so neither 401 nor 403 puts it away here. What is the provider's fault is
    /// a broken stream: the caller has its beginning.
    /// </summary>
    public static Verdict Judge(int status, ErrorBody error) => status switch
    {
        402 => new Verdict(OutcomeClass.OutOfQuota, null, OperatorDetail.Of(200, error, "in a stream")),
        429 => new Verdict(OutcomeClass.RateLimited, DelayIn(error)),
        529 => new Verdict(OutcomeClass.ProviderOverloaded, DelayIn(error)),
        >= 400 and < 500 and not 408 => new Verdict(OutcomeClass.CallerFault, null),
        _ => new Verdict(OutcomeClass.BrokenStream, null),
    };

    private static TimeSpan? DelayIn(ErrorBody error) =>
        (error.RetryDelay is { } delay ? DurationText.Protobuf(delay) : null)
        ?? (error.Message is { } message ? RetryDelay.FromWords(message) : null);
}
