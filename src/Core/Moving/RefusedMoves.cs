using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Moving;

/// <summary>
/// Which requests an endpoint with a free slot refused a moment ago: these don't ask it again for a while and so don't stand in
/// the way of others. At most <see cref="Most"/> of each kind are kept. Not thread-safe; moments are monotonic.
/// </summary>
public sealed class RefusedMoves
{
    /// <summary>So many are kept.</summary>
    public const int Most = 1_024;

    /// <summary>How long a model is taken to be paused at most, as an operator may end its pause at any moment.</summary>
    public static readonly TimeSpan ModelLasts = TimeSpan.FromSeconds(1);

    /// <summary>How long a single request stays away.</summary>
    public static readonly TimeSpan RequestLasts = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<(EndpointId Endpoint, string Model), TimeSpan> _models = new(new ModelsInAnyCase());
    private readonly Dictionary<(EndpointId Endpoint, long Number), TimeSpan> _requests = [];

    /// <summary>An endpoint pauses a model.</summary>
    /// <param name="endpoint">Which one.</param>
    /// <param name="model">The model, in any case.</param>
    /// <param name="remaining">For so long, as far as it told; a moment at least, so that it isn't asked over and over.</param>
    /// <param name="now">Monotonic.</param>
    /// <returns>Whether it is kept.</returns>
    public bool NoteModel(EndpointId endpoint, string model, TimeSpan? remaining, TimeSpan now)
    {
        if (_models.Count >= Most)
        {
            return false;
        }

        var lasts = remaining is { } told && told < ModelLasts ? told : ModelLasts;
        _models[(endpoint, model)] = now + (lasts > RequestLasts ? lasts : RequestLasts);
        return true;
    }

    /// <summary>An endpoint refused a request.</summary>
    /// <returns>Whether it is kept.</returns>
    public bool NoteRequest(EndpointId endpoint, long number, TimeSpan now)
    {
        if (_requests.Count >= Most)
        {
            return false;
        }

        _requests[(endpoint, number)] = now + RequestLasts;
        return true;
    }

    /// <summary>Whether the endpoint pauses this model.</summary>
    public bool HasModel(EndpointId endpoint, string? model, TimeSpan now) =>
        _models.Count > 0 && model is not null && _models.TryGetValue((endpoint, model), out var until) && now < until;

    /// <summary>Whether the endpoint refused this request.</summary>
    public bool HasRequest(EndpointId endpoint, long number, TimeSpan now) =>
        _requests.Count > 0 && _requests.TryGetValue((endpoint, number), out var until) && now < until;

    /// <summary>Forgets what is over.</summary>
    public void Forget(TimeSpan now)
    {
        Forget(_models, now);
        Forget(_requests, now);
    }

    private static void Forget<TKey>(Dictionary<TKey, TimeSpan> refused, TimeSpan now)
        where TKey : notnull
    {
        foreach (var (key, until) in refused)
        {
            if (until <= now)
            {
                refused.Remove(key);
            }
        }
    }

    private sealed class ModelsInAnyCase : IEqualityComparer<(EndpointId Endpoint, string Model)>
    {
        public bool Equals((EndpointId Endpoint, string Model) x, (EndpointId Endpoint, string Model) y) =>
            x.Endpoint == y.Endpoint && string.Equals(x.Model, y.Model, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((EndpointId Endpoint, string Model) key) =>
            HashCode.Combine(key.Endpoint, key.Model.GetHashCode(StringComparison.OrdinalIgnoreCase));
    }
}
