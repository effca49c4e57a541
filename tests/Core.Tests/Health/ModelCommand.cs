using CsCheck;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Core.Tests.Health;

/// <summary>What may happen to an endpoint.</summary>
internal abstract record ModelCommand
{
    public static readonly Gen<ModelCommand> Any = Gen.Frequency(
        (4, Gen.Const<ModelCommand>(new Arrives(false))),
        (1, Gen.Const<ModelCommand>(new Arrives(true))),
        (4, Gen.Select(Gen.Int[0, 9], Gen.Int[1, 12], Gen.Int[-20, 20], Gen.Double.Unit).Select((call, outcome, retryAfter, draw) =>
            (ModelCommand)new Ends(call, (OutcomeClass)outcome, retryAfter < 0 ? null : retryAfter, draw))),
        (3, Gen.Int[1, 40_000].Select(ms => (ModelCommand)new Passes(ms))),
        (1, Gen.Bool.Select(all => (ModelCommand)new Acts(all))));

    /// <summary>A request asks.</summary>
    public sealed record Arrives(bool LastResort) : ModelCommand;

    /// <summary>A running call ends.</summary>
    public sealed record Ends(int Call, OutcomeClass Outcome, int? RetryAfterSeconds, double Draw) : ModelCommand;

    /// <summary>Time passes.</summary>
    public sealed record Passes(int Milliseconds) : ModelCommand;

    /// <summary>An operator ends the quarantine, or all.</summary>
    public sealed record Acts(bool ResetsAll) : ModelCommand;
}
