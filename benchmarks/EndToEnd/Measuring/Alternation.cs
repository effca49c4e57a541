using MultiplexCluster.EndToEnd.Options;

namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>Runs contenders in short rounds, in turn and every second time in reverse, so that all see the same machine.</summary>
internal static class Alternation
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(string title, IReadOnlyList<Contender> contenders, HarnessOptions options, CancellationToken cancellation)
    {
        foreach (var contender in contenders)
        {
            await contender.WarmUpAsync(options.WarmUp, cancellation);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            Console.Error.WriteLine($"{title}: round {round + 1} of {options.Rounds}");
            foreach (var contender in round % 2 == 0 ? contenders : contenders.Reverse())
            {
                await Task.Delay(Pause, cancellation);
                await contender.RunAsync(options.Window, cancellation);
            }
        }
    }
}
