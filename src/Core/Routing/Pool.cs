using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Retrying;

namespace MultiplexCluster.Core.Routing;

/// <summary>The endpoints of one provider under one pool label, by tier, with the ones that serve a model remembered per model.</summary>
/// <param name="rules">How they are chosen.</param>
public sealed class Pool(PoolRules rules = default)
{
    private const int MaxRememberedModels = 1024;

    /// <summary>Tiers there are.</summary>
    internal const int TierCount = 3;

    private readonly List<RoutingEntry> _entries = [];
    private readonly Dictionary<string, TierCandidates[]> _byModel = new(StringComparer.Ordinal);
    private TierCandidates[]? _all;
    private bool _anyPatterns;
    private HashSet<RoutingEntry>? _members;

    /// <summary>A pool of these endpoints, for one request.</summary>
    public static Pool Of(IEnumerable<RoutingEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var pool = new Pool();
        pool._entries.AddRange(entries);
        pool.Forget();
        return pool;
    }

    /// <summary>How they are chosen.</summary>
    public PoolRules Rules => rules;

    /// <summary>Whether nobody is in it.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>What its requests may repeat at a time.</summary>
    public RetryBudget Retries { get; } = new();

    /// <summary>All endpoints, in the order they came.</summary>
    public IReadOnlyList<RoutingEntry> Entries => _entries;

    /// <summary>Whether an endpoint is in it; costs no more in a large one.</summary>
    public bool Contains(RoutingEntry entry) =>
        _entries.Count <= LeastLoaded.FullScan ? _entries.Contains(entry) : (_members ??= [.. _entries]).Contains(entry);

    /// <summary>Adds an endpoint.</summary>
    public void Add(RoutingEntry entry)
    {
        _entries.Add(entry);
        _members?.Add(entry);
        Forget();
    }

    /// <summary>Removes an endpoint.</summary>
    public void Remove(RoutingEntry entry)
    {
        _entries.Remove(entry);
        _members?.Remove(entry);
        Forget();
    }

    /// <summary>The endpoints of a tier that serve the model.</summary>
    public ReadOnlySpan<RoutingEntry> Candidates(PriorityClass tier, string? model) => Tier(tier, model).Entries;

    /// <summary>The same, as a strategy takes them.</summary>
    public TierCandidates Tier(PriorityClass tier, string? model)
    {
        _all ??= Split(null);
        if (!_anyPatterns || model is null)
        {
            return _all[(int)tier];
        }

        if (!_byModel.TryGetValue(model, out var split))
        {
            if (_byModel.Count >= MaxRememberedModels)
            {
                _byModel.Clear();
            }

            _byModel[model] = split = Split(model);
        }

        return split[(int)tier];
    }

    private TierCandidates[] Split(string? model)
    {
        var split = new TierCandidates[TierCount];
        for (var tier = 0; tier < TierCount; tier++)
        {
            split[tier] = new TierCandidates([.. _entries.Where(e => (int)e.Settings.Tier == tier && ModelPattern.Serves(e.Settings.Models, model))]);
        }

        return split;
    }

    private void Forget()
    {
        _all = null;
        _byModel.Clear();
        _anyPatterns = _entries.Exists(e => e.Settings.Models.Count > 0);
    }
}
