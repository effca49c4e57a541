using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Host.Admin.Aliases;

/// <summary>An alias; durations in seconds.</summary>
/// <param name="Name">What callers of the unified surface write as <c>model</c>.</param>
/// <param name="Targets">Models with their provider in front, or other aliases, in the order they are asked.</param>
/// <param name="MaxWait">How long a request waits for each but the last.</param>
/// <param name="ChangedAt">When it was last set.</param>
public sealed record AliasBody(string Name, IReadOnlyList<string> Targets, double MaxWait, DateTimeOffset ChangedAt)
{
    internal static AliasBody Of(Alias alias) => new(alias.Name, alias.Targets, alias.MaxWait.TotalSeconds, alias.ChangedAt);
}

/// <summary>All aliases, by name.</summary>
public sealed record AliasListBody(IReadOnlyList<AliasBody> Aliases);
