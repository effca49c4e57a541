namespace MultiplexCluster.Core.Limits;

/// <summary>
/// The models that a key may not call for a while, at most <see cref="MostModels"/>: of more, the one that ends first is
/// let go. Owned by one endpoint, not thread-safe; moments are monotonic.
/// </summary>
public sealed class ModelPauses
{
    /// <summary>So many are kept.</summary>
    public const int MostModels = 256;

    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, Pause> _pauses = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many are kept, those that are over included.</summary>
    public int Count => _pauses.Count;

    /// <summary>When a model may be called again; null when it may be called now.</summary>
    public TimeSpan? UntilOf(string? model, TimeSpan now) =>
        model is not null && _pauses.Count > 0 && _pauses.TryGetValue(model, out var pause) && now < pause.Until ? pause.Until : null;

    /// <summary>Why: null where it isn't paused.</summary>
    public string? ReasonOf(string model) => _pauses.TryGetValue(model, out var pause) ? pause.Reason : null;

    /// <summary>The n of the model's next backoff delay: how often in a row it was paused, with less than a minute in between.</summary>
    public int BackoffsOf(string model, TimeSpan now) =>
        _pauses.TryGetValue(model, out var pause) && now - pause.Until < Forgotten ? pause.Backoffs : 0;

    /// <summary>When its last pause began or was lengthened; null where none is kept.</summary>
    public TimeSpan? BegunAt(string model) => _pauses.TryGetValue(model, out var pause) ? pause.At : null;

    /// <summary>Pauses a model; one that is paused for longer stays so. False when that changed nothing.</summary>
    public bool Begin(string model, TimeSpan until, string reason, TimeSpan now)
    {
        var known = _pauses.TryGetValue(model, out var pause);
        if (until <= now || (known && until <= pause.Until))
        {
            return false;
        }

        if (!known && _pauses.Count >= MostModels)
        {
            _pauses.Remove(_pauses.MinBy(p => p.Value.Until).Key);
        }

        _pauses[model] = new Pause(now, until, BackoffsOf(model, now) + 1, reason);
        return true;
    }

    /// <summary>Nothing is paused any more.</summary>
    public void Clear() => _pauses.Clear();

    /// <summary>Those that still pause, the one first that ends first.</summary>
    public IReadOnlyList<(string Model, TimeSpan Until, string Reason)> Running(TimeSpan now) =>
        [.. _pauses.Where(p => now < p.Value.Until).OrderBy(p => p.Value.Until).Select(p => (p.Key, p.Value.Until, p.Value.Reason))];

    /// <summary>What an operator is told of those that still pause: the first by name; null where none does.</summary>
    public string? ReasonNow(TimeSpan now) => Running(now) is { Count: > 0 } paused
        ? $"no calls of model '{paused[0].Model}'{(paused.Count > 1 ? $" and {paused.Count - 1} more" : string.Empty)}: {paused[0].Reason}"
        : null;

    private readonly record struct Pause(TimeSpan At, TimeSpan Until, int Backoffs, string Reason);
}
