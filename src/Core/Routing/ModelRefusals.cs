using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Core.Routing;

/// <summary>
/// Which endpoints pause which models, as they told when they refused a request for one a moment ago: those that name the model
/// need not ask there to hear it again. At most <see cref="Most"/> are kept. Not thread-safe; moments are monotonic.
/// </summary>
public sealed class ModelRefusals
{
    /// <summary>So many are kept.</summary>
    public const int Most = 1_024;

    /// <summary>So many one request is told of.</summary>
    public const int MostTold = 64;

    /// <summary>How long a refusal stands at most: then one request asks again.</summary>
    public static readonly TimeSpan LastsAtMost = TimeSpan.FromSeconds(1);

    /// <summary>How long it stands at least, so that nobody asks over and over where a pause is about to end.</summary>
    public static readonly TimeSpan LastsAtLeast = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, Dictionary<EndpointId, Told>> _told = new(StringComparer.OrdinalIgnoreCase);
    private int _count;

    /// <summary>Whether nothing is kept: then there is nothing to ask for.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>An endpoint pauses a model.</summary>
    /// <param name="model">The model, in any case.</param>
    /// <param name="refusal">What the endpoint said.</param>
    /// <param name="now">Monotonic.</param>
    /// <returns>Whether it is kept.</returns>
    public bool Note(string model, Rejected refusal, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var remaining = refusal.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : LastsAtMost;
        var lasts = remaining < LastsAtLeast ? LastsAtLeast : remaining > LastsAtMost ? LastsAtMost : remaining;
        if (!_told.TryGetValue(model, out var told))
        {
            if (_count >= Most)
            {
                return false;
            }

            _told[model] = told = [];
        }

        if (!told.ContainsKey(refusal.EndpointId))
        {
            if (_count >= Most)
            {
                return false;
            }

            _count++;
        }

        told[refusal.EndpointId] = new Told(refusal, now + remaining, now + lasts);
        return true;
    }

    /// <summary>Whether the endpoint pauses this model.</summary>
    public bool Has(EndpointId endpoint, string? model, TimeSpan now) =>
        _count > 0 && model is not null && _told.TryGetValue(model, out var told) && told.TryGetValue(endpoint, out var it) && now < it.Stands;

    /// <summary>What endpoints said that pause this model, as if they said it now; the one first whose pause ends first, <see cref="MostTold"/> at most.</summary>
    public IReadOnlyList<Rejected> Of(string? model, TimeSpan now)
    {
        if (_count == 0 || model is null || !_told.TryGetValue(model, out var told))
        {
            return [];
        }

        return
        [
            .. told.Values.Where(it => now < it.Stands && now < it.Until).OrderBy(it => it.Until).Take(MostTold)
                .Select(it => it.Refusal with { RetryAfterMs = (long)Math.Ceiling((it.Until - now).TotalMilliseconds) }),
        ];
    }

    /// <summary>An endpoint's pauses have been ended.</summary>
    public void Forget(EndpointId endpoint)
    {
        foreach (var told in _told.Values)
        {
            _count -= told.Remove(endpoint) ? 1 : 0;
        }
    }

    /// <summary>Forgets what stands no longer.</summary>
    public void Forget(TimeSpan now)
    {
        foreach (var (model, told) in _told)
        {
            foreach (var (endpoint, it) in told)
            {
                if (it.Stands <= now)
                {
                    told.Remove(endpoint);
                    _count--;
                }
            }

            if (told.Count == 0)
            {
                _told.Remove(model);
            }
        }
    }

    private readonly record struct Told(Rejected Refusal, TimeSpan Until, TimeSpan Stands);
}
