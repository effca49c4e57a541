using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Actors.Announcements;

/// <summary>
/// The shared pauses that a node's reporter has told: of a thousand calls that meet one limit, one is news. It must
/// lengthen the pause by a quarter of a second at least.
/// </summary>
internal sealed class TellingPauses
{
    private const int Most = 1_024;
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(250);
    private readonly Dictionary<(ProviderKind, string?, string?, string?, bool), TimeSpan> _ends = [];

    /// <summary>Whether all must be told; they are taken to be.</summary>
    public bool IsNews(ScopePaused pause, TimeSpan now)
    {
        var key = (pause.Provider, pause.BaseUrl, pause.QuotaGroup, pause.Model, pause.Cause is OutcomeClass.OutOfQuota);
        var end = now + TimeSpan.FromMilliseconds(pause.RemainingMs);
        if (_ends.TryGetValue(key, out var told) && now < told && end < told + Least)
        {
            return false;
        }

        if (_ends.Count >= Most)
        {
            Forget(now);
        }

        _ends[key] = end;
        return true;
    }

    // What is over tells nothing; of what runs some is told again.
    private void Forget(TimeSpan now)
    {
        foreach (var key in _ends.Where(e => e.Value <= now).Select(e => e.Key).ToList())
        {
            _ends.Remove(key);
        }

        if (_ends.Count >= Most)
        {
            _ends.Clear();
        }
    }
}
