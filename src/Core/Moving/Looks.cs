namespace MultiplexCluster.Core.Moving;

/// <summary>How many groups of requests may still be looked at, so that the work at one moment is bounded. Not thread-safe.</summary>
/// <param name="most">So many in all.</param>
/// <param name="isStrict">None beyond; else one endpoint is looked at for all groups nevertheless, and only the next one isn't.</param>
public sealed class Looks(int most, bool isStrict)
{
    private int _left = most;

    /// <summary>Whether all are used up.</summary>
    public bool AreOver => _left <= 0;

    /// <summary>Whether one more group may be looked at.</summary>
    public bool Take() => _left-- > 0 || !isStrict;
}
