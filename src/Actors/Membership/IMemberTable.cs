namespace MultiplexCluster.Actors.Membership;

/// <summary>Where nodes record that they are members. Every call may fail while the store is away.</summary>
internal interface IMemberTable
{
    /// <summary>What the store says of itself. The first node that asks has its own word written down.</summary>
    Task<StoreWord> GreetAsync(StoreFormat own);

    /// <summary>What is recorded of other nodes.</summary>
    Task<RecordedMembers> OthersAsync(string self);

    /// <summary>
    /// True when this node may form a cluster: no other lives, and none has claimed the same within
    /// <see cref="MemberTimes.Alive"/>. One that has claimed may claim again.
    /// </summary>
    Task<bool> ClaimAsync(string self);

    /// <summary>This node is a member now; the moment by the store's clock.</summary>
    Task<DateTimeOffset> RecordAsync(string self);

    /// <summary>It has left.</summary>
    Task RemoveAsync(string self);
}

/// <summary>What is recorded of other nodes.</summary>
/// <param name="Living">Addresses of those that were members within <see cref="MemberTimes.Alive"/>.</param>
/// <param name="Any">Whether any is recorded, however long ago: it did not leave, or its leaving was not recorded.</param>
/// <param name="FormerSelf">Whether an earlier start of this node was a member within <see cref="MemberTimes.Alive"/>.</param>
internal sealed record RecordedMembers(IReadOnlyList<string> Living, bool Any, bool FormerSelf = false);

/// <summary>What must be the same on all nodes that use a store.</summary>
/// <param name="Version">Of what is stored and how; a node reads its own and older ones.</param>
/// <param name="MasterKey">The master key's fingerprint.</param>
internal sealed record StoreFormat(int Version, ReadOnlyMemory<byte> MasterKey)
{
    /// <summary>What this program writes.</summary>
    public const int CurrentVersion = 1;
}

/// <summary>What a store says of itself.</summary>
/// <param name="Format">What it was first used with.</param>
/// <param name="Now">The moment by its clock.</param>
internal sealed record StoreWord(StoreFormat Format, DateTimeOffset Now);

/// <summary>How long things last.</summary>
internal static class MemberTimes
{
    /// <summary>Between two records of a node.</summary>
    public static readonly TimeSpan Record = TimeSpan.FromSeconds(2);

    /// <summary>A record counts that long: longer than the calls of a node that was cut off may run, after its last record.</summary>
    public static readonly TimeSpan Alive = TimeSpan.FromSeconds(15);

    /// <summary>Records of nodes that crashed and never came back are kept that long: with any, the next formation waits.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Between two looks of a node that wants to join.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How far a node's clock may differ from the store's. A stored cooldown that moves to a node with another clock ends early or late
    /// by the difference.
    /// </summary>
    public static readonly TimeSpan ClockMayDiffer = TimeSpan.FromSeconds(10);

    /// <summary>Seeds that don't answer are tried anew.</summary>
    public static readonly TimeSpan TryAnew = TimeSpan.FromSeconds(10);
}
