using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Errors;

/// <summary>Checks what a provider's page, or a recorded answer of it, says of one error answer.</summary>
internal static class Fact
{
    internal static readonly DateTimeOffset Now = new(2026, 1, 15, 7, 0, 0, TimeSpan.Zero);

    /// <summary>The verdict must be this class with this delay in seconds (null: none).</summary>
    /// <param name="source">Where the fact stands; part of the failure's message.</param>
    /// <param name="provider">Whose.</param>
    /// <param name="status">The status.</param>
    /// <param name="headers"><c>name: value</c>, one a line.</param>
    /// <param name="body">The body.</param>
    /// <param name="outcome">The class.</param>
    /// <param name="seconds">The delay.</param>
    internal static void Holds(
        string source, ProviderKind provider, int status, string headers, string body, OutcomeClass outcome, double? seconds)
    {
        var pairs = headers.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(line => line.Split(": ", 2)).ToArray();
        var verdict = ProviderCodecs.For(provider).Judge(new ErrorAnswer
        {
            Route = new ProviderRoute { Name = "x", Model = ModelSource.BodyRequired },
            Status = status,
            Headers = new FakeHeaders(pairs),
            Body = Splits.Utf8(body),
            Now = Now,
        });

        Assert.True(
            verdict.Outcome == outcome && verdict.RetryAfter?.TotalSeconds == seconds,
            $"{source}: expected {outcome} {seconds}, was {verdict.Outcome} {verdict.RetryAfter?.TotalSeconds}");
    }
}
