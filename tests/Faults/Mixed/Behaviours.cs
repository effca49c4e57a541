using MultiplexCluster.FakeProviders;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.Faults.Mixed;

/// <summary>Draws what a provider does with a call.</summary>
internal static class Behaviours
{
    private static readonly GarbageKind[] Garbage =
    [
        GarbageKind.NotHttp, GarbageKind.BadChunkSize, GarbageKind.TwoContentLengths, GarbageKind.LengthAndChunked,
        GarbageKind.HtmlOk, GarbageKind.EmptyOk, GarbageKind.MalformedJson, GarbageKind.HugeHeaders, GarbageKind.WrongEncoding,
    ];

    private static readonly int[] Failures = [500, 502, 503, 504];

    public static Step Draw(ProviderDialect dialect, bool mayRefuseKey, Random random) => random.Next(100) switch
    {
        < 64 => Step.Ok().WithLatency(Milliseconds(random.Next(2, 60))).WithEvents(random.Next(3, 10)).WithEventDelay(Milliseconds(random.Next(1, 10))),
        < 68 => Step.RateLimited("1").WithBody("{}"),
        < 71 => Step.RateLimited().WithHeader("retry-after-ms", "300").WithBody("{}"),
        < 74 => Step.RateLimited().WithBody("""{"error":{"message":"too many"}}"""),
        < 78 => Step.Status(Failures[random.Next(Failures.Length)]),
        < 81 => Step.CutBeforeHeaders(reset: random.Next(2) == 0),
        < 83 => Step.CutAfterHeaders(reset: random.Next(2) == 0),
        < 86 => Step.CutAfterEvents(2, reset: random.Next(2) == 0),
        < 87 => Step.Ok().WithoutTerminal(),
        < 89 => Step.StreamError(2),
        < 91 => Step.Ok().WithLatency(Milliseconds(random.Next(400, 900))),
        < 92 => Step.Silent(),
        < 93 => Step.Ok().SplitAt(1),
        < 94 => mayRefuseKey ? Step.InvalidKey() : Step.Status(400),
        < 96 => dialect switch
        {
            ProviderDialect.Anthropic => Step.Overloaded(),
            ProviderDialect.Groq => Step.CapacityExceeded(),
            _ => Step.Status(503),
        },
        _ => Step.Garbage(Garbage[random.Next(Garbage.Length)]),
    };

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
