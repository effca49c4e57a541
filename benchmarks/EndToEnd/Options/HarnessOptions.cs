namespace MultiplexCluster.EndToEnd.Options;

/// <summary>What the command line asked for.</summary>
/// <param name="Suites">Suites to run, in order: calls, streams, uploads, growth.</param>
/// <param name="Quick">Short rounds, and growth on a tenth of the scale: proves that all works, its figures are noise.</param>
/// <param name="SelfCheck">A second baseline stands in for the host: ratios far from 1 are this machine's noise.</param>
/// <param name="Out">File the report is written to as well; null = only printed.</param>
/// <param name="HostDll">A built host to measure instead of building src/Host.</param>
/// <param name="UpstreamDll">A built upstream to use instead of building tests/FakeProviders.</param>
internal sealed record HarnessOptions(
    IReadOnlyList<string> Suites,
    bool Quick,
    bool SelfCheck,
    string? Out,
    string? HostDll,
    string? UpstreamDll)
{
    /// <summary>Rounds per contender.</summary>
    public int Rounds => Quick ? 3 : 9;

    /// <summary>Measured part of a round: long against the 10 ms ticks processor time comes in.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(Quick ? 1 : 3);

    /// <summary>Divides the numbers of endpoints and of waiting requests.</summary>
    public int Shrink => Quick ? 10 : 1;

    /// <summary>Load before the first round, until the JIT has nothing left to do.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 5 : 12);
}
