using System.Globalization;

namespace MultiplexCluster.EndToEnd.Processes;

/// <summary>How a fake provider behaves.</summary>
/// <param name="Latency">Time until an answer begins.</param>
/// <param name="EventDelay">Time between the events of a stream.</param>
/// <param name="Events">Events of a stream; also the words of an answer in one piece.</param>
internal sealed record Upstream(TimeSpan Latency, TimeSpan EventDelay, int Events)
{
    /// <summary>Answers at once with about 700 bytes.</summary>
    public static Upstream Prompt { get; } = new(TimeSpan.Zero, TimeSpan.Zero, 50);

    /// <summary>Streams of 200 events, 5 ms apart.</summary>
    public static Upstream Streaming { get; } = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(5), 200);

    /// <summary>Accepts calls and doesn't answer while the harness runs.</summary>
    public static Upstream Silent { get; } = new(TimeSpan.FromHours(1), TimeSpan.Zero, 1);

    public string[] Arguments(int port) =>
    [
        "--port", Number(port),
        "--latency-ms", Number(Latency.TotalMilliseconds),
        "--event-delay-ms", Number(EventDelay.TotalMilliseconds),
        "--events", Number(Events),
    ];

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
