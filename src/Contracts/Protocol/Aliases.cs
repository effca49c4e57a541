namespace MultiplexCluster.Contracts.Protocol;

// Aliases stand for models of the unified surface: the first of their targets that has something in time serves a request.

/// <summary>A message to the alias registry.</summary>
public interface IAliasMessage : IWireMessage;

/// <summary>An alias as it is stored.</summary>
/// <param name="Name">What callers write as <c>model</c>: a label.</param>
/// <param name="Targets"><c>provider/model</c>, or the name of another alias; 1 to 16, the first is asked first.</param>
/// <param name="MaxWait">How long a request waits for each target but the last.</param>
/// <param name="ChangedAt">When it was last set, UTC.</param>
public sealed record Alias(string Name, IReadOnlyList<string> Targets, TimeSpan MaxWait, DateTimeOffset ChangedAt);

/// <summary>Makes or replaces an alias. Answered with <see cref="AliasStored"/> once durable, <see cref="AliasRefused"/> or <see cref="AliasesUnavailable"/>.</summary>
public sealed record StoreAlias(Alias Alias) : IAliasMessage;

/// <summary>Stored and durable.</summary>
/// <param name="Alias">The alias.</param>
/// <param name="IsNew">There was none of that name.</param>
/// <param name="Version">See <see cref="AliasesSnapshot"/>; a node that has it knows the change.</param>
public sealed record AliasStored(Alias Alias, bool IsNew, long Version) : IWireMessage;

/// <summary>It can't be stored.</summary>
/// <param name="Fault">What is wrong with its targets.</param>
/// <param name="Subject">The target it is about; empty where it is about none.</param>
public sealed record AliasRefused(AliasFault Fault, string Subject) : IWireMessage;

/// <summary>What is wrong with an alias in the light of all others. The numbers are written: never changed or reused.</summary>
public enum AliasFault
{
    /// <summary>A target is neither <c>provider/model</c> nor an alias.</summary>
    NamesNothing = 1,

    /// <summary>It would lead back to itself.</summary>
    Loops = 2,

    /// <summary>It would come to more than 64 models.</summary>
    TooManyModels = 3,

    /// <summary>There are as many aliases as there may be.</summary>
    TooManyAliases = 4,
}

/// <summary>Removes an alias. Answered with <see cref="AliasDeleted"/>, <see cref="AliasNotFound"/>, <see cref="AliasInUse"/> or <see cref="AliasesUnavailable"/>.</summary>
public sealed record DeleteAlias(string Name) : IAliasMessage;

/// <summary>Removed and durable.</summary>
public sealed record AliasDeleted(string Name, long Version) : IWireMessage;

/// <summary>There is no such alias.</summary>
public sealed record AliasNotFound(string Name) : IWireMessage;

/// <summary>Another alias names it.</summary>
public sealed record AliasInUse(string Name, string By) : IWireMessage;

/// <summary>Asks for all aliases now, unless they are known, and for every later change. Answered with pages of <see cref="AliasesSnapshot"/>, repeatedly.</summary>
/// <param name="Known">The version that the asker has whole; 0 for none.</param>
public sealed record WatchAliases(long Known = 0) : IAliasMessage;

/// <summary>A page of all aliases there are.</summary>
/// <param name="Aliases">Those of this page.</param>
/// <param name="Version">Grows with each change, from 1; the same on all pages of one list.</param>
/// <param name="Page">Counts the pages of one list, from 0.</param>
/// <param name="HasMore">Another page follows.</param>
public sealed record AliasesSnapshot(IReadOnlyList<Alias> Aliases, long Version, int Page = 0, bool HasMore = false) : IWireMessage;

/// <summary>The store could not be written: nothing changed as far as is known.</summary>
public sealed record AliasesUnavailable(string Detail) : IWireMessage;
