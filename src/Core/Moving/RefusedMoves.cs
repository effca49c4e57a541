using MultiplexCluster.Contracts.Identity;

namespace MultiplexCluster.Core.Moving;

/// <summary>
/// Which requests an endpoint with a free slot refused a moment ago: these don't ask it again for a while and so don't stand in
/// the way of others. At most <see cref="Most"/> are kept. Not thread-safe; moments are monotonic.
/// </summary>
public sealed class RefusedMoves
{
    /// <summary>So many are kept.</summary>
    public const int Most = 1_024;

    /// <summary>How long a single request stays away.</summary>
    public static readonly TimeSpan RequestLasts = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<(EndpointId Endpoint, long Number), TimeSpan> _requests = [];

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

    /// <summary>Whether the endpoint refused this request.</summary>
    public bool HasRequest(EndpointId endpoint, long number, TimeSpan now) =>
        _requests.Count > 0 && _requests.TryGetValue((endpoint, number), out var until) && now < until;

    /// <summary>Forgets what is over.</summary>
    public void Forget(TimeSpan now)
    {
        foreach (var (key, until) in _requests)
        {
            if (until <= now)
            {
                _requests.Remove(key);
            }
        }
    }
}
