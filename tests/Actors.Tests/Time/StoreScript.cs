using System.Collections.Concurrent;

namespace MultiplexCluster.Actors.Tests.Time;

/// <summary>What an actor system's stores shall do, and what they were asked.</summary>
public sealed class StoreScript
{
    private static readonly ConcurrentDictionary<ActorSystem, StoreScript> Scripts = [];

    private readonly ConcurrentQueue<(TimeSpan At, object Snapshot)> _saves = [];
    private int _savesUnderWay;
    private int _mostSavesAtOnce;
    private int _writes;
    private int _rejections;

    public bool RejectsWrites { get; set; }

    public bool FailsSaves { get; set; }

    /// <summary>Writes are stored, but answered as rejected.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Writes wait for this.</summary>
    public Task WritesGo { get; set; } = Task.CompletedTask;

    /// <summary>Snapshots wait for this.</summary>
    public Task SavesGo { get; set; } = Task.CompletedTask;

    public IReadOnlyList<(TimeSpan At, object Snapshot)> Saves => [.. _saves];

    public int MostSavesAtOnce => Volatile.Read(ref _mostSavesAtOnce);

    public int Writes => Volatile.Read(ref _writes);

    public int Rejections => Volatile.Read(ref _rejections);

    public static StoreScript Of(ActorSystem system) => Scripts.GetOrAdd(system, _ => new StoreScript());

    internal static void Forget(ActorSystem system) => Scripts.TryRemove(system, out _);

    internal void WriteBegins(int count) => Interlocked.Add(ref _writes, count);

    internal void Rejected() => Interlocked.Increment(ref _rejections);

    internal void SaveBegins(TimeSpan at, object snapshot)
    {
        _saves.Enqueue((at, snapshot));
        var now = Interlocked.Increment(ref _savesUnderWay);
        Interlocked.Exchange(ref _mostSavesAtOnce, Math.Max(now, _mostSavesAtOnce));
    }

    internal void SaveEnds() => Interlocked.Decrement(ref _savesUnderWay);
}
