namespace MultiplexCluster.Core.Membership;

/// <summary>
/// Whether a node that looks for a cluster may take it that none lives. Not thread-safe. Moments are of one monotonic clock.
/// </summary>
/// <param name="alive">How long a member's record counts after it was renewed.</param>
public sealed class FormationWatch(TimeSpan alive)
{
    private TimeSpan? _since;

    /// <summary>
    /// Judges one look at the records. Records that are not fresh may be so because the store was away, not their nodes: only
    /// when they are not renewed while they are watched, they stand for nobody. Whoever never was recorded is not waited for.
    /// </summary>
    /// <param name="anyLiving">Another node's record is fresh.</param>
    /// <param name="anyRecorded">Another node is recorded, however long ago.</param>
    /// <param name="now">The moment of the look.</param>
    public bool NobodyLives(bool anyLiving, bool anyRecorded, TimeSpan now)
    {
        if (anyLiving)
        {
            _since = null;
            return false;
        }

        _since ??= now;
        return !anyRecorded || now - _since >= alive;
    }

    /// <summary>The records could not be read: what was watched before proves nothing any more.</summary>
    public void Interrupted() => _since = null;
}
