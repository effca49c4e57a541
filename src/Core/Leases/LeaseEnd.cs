namespace MultiplexCluster.Core.Leases;

/// <summary>Until when a node may act; both in the past when it may not.</summary>
/// <param name="Grants">Its endpoints grant.</param>
/// <param name="Calls">Its calls begin and run.</param>
public readonly record struct LeaseEnd(TimeSpan Grants, TimeSpan Calls)
{
    /// <summary>From the moment at which most voters acknowledged the node: see <see cref="LeaseLedger.MajorityAt"/>.</summary>
    public static LeaseEnd Of(TimeSpan? majorityAt) => majorityAt switch
    {
        null => new(TimeSpan.MinValue, TimeSpan.MinValue),
        { } at when at == TimeSpan.MaxValue => new(TimeSpan.MaxValue, TimeSpan.MaxValue),
        { } at => new(at + LeaseTimes.Grant, at + LeaseTimes.Call),
    };

    internal LeaseEnd NoLaterThan(TimeSpan limit) => new(Min(Grants, limit), Min(Calls, limit));

    internal LeaseEnd OrLater(LeaseEnd other) => new(Max(Grants, other.Grants), Max(Calls, other.Calls));

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
