using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Actors.Announcements;

/// <summary>
/// The shared pauses that a node's reporter has told: of a thousand calls that meet one limit within a second, one is news,
/// unless it lengthens the pause by a quarter of a second. Later a call that meets one shows that the pause was ended, by an
/// operator or for one endpoint; so does a shorter one of the endpoint that told the last.
/// </summary>
internal sealed class TellingPauses
{
    private const int Most = 1_024;
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SameEvent = TimeSpan.FromSeconds(1);
    private readonly Dictionary<(ProviderKind, string?, string?, string?, bool), Told> _told = [];

    /// <summary>Whether all must be told; they are taken to be.</summary>
    public bool IsNews(ScopePaused pause, TimeSpan now)
    {
        var key = (pause.Provider, pause.BaseUrl, pause.QuotaGroup, pause.Model, pause.Cause is OutcomeClass.OutOfQuota);
        var end = now + TimeSpan.FromMilliseconds(pause.RemainingMs);
        if (_told.TryGetValue(key, out var told) && now < told.End && now < told.At + SameEvent && end < told.End + Least
            && !(pause.Source == told.Source && end < told.End - Least))
        {
            return false;
        }

        if (_told.Count >= Most)
        {
            Forget(now);
        }

        _told[key] = new Told(end, now, pause.Source);
        return true;
    }

    // What is over tells nothing; of what runs some is told again.
    private void Forget(TimeSpan now)
    {
        foreach (var key in _told.Where(e => e.Value.End <= now).Select(e => e.Key).ToList())
        {
            _told.Remove(key);
        }

        if (_told.Count >= Most)
        {
            _told.Clear();
        }
    }

    private readonly record struct Told(TimeSpan End, TimeSpan At, EndpointId Source);
}
