using MultiplexCluster.EndToEnd.Load;

namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>One of the things measured in turn, with its windows so far.</summary>
internal sealed class Contender(string name, ILoad load) : IDisposable
{
    private readonly List<Window> _rounds = [];

    public string Name => name;

    public IReadOnlyList<Window> Rounds => _rounds;

    public Task WarmUpAsync(TimeSpan duration, CancellationToken cancellation) => load.RunAsync(duration, cancellation);

    public async Task RunAsync(TimeSpan window, CancellationToken cancellation) =>
        _rounds.Add(await load.RunAsync(window, cancellation));

    public Spread Over(Func<Window, double> figure) => Spread.Of(_rounds.Select(figure));

    /// <summary>Ratio to another contender, round by round, so that drift of the machine cancels out.</summary>
    public Spread Against(Contender other, Func<Window, double> figure) =>
        Spread.Of(_rounds.Zip(other._rounds, (mine, its) => figure(mine) / figure(its)));

    /// <summary>All failures of all rounds, such as "status 503 × 2"; empty when there were none.</summary>
    public string Failures => string.Join(", ", _rounds
        .SelectMany(round => round.Tally.Failures)
        .GroupBy(failure => failure.Key, failure => failure.Value)
        .Select(kind => $"{kind.Key} × {kind.Sum()}"));

    public void Dispose() => load.Dispose();
}
