namespace MultiplexCluster.Actors.Storage;

/// <summary>Where events and checkpoints are kept.</summary>
public sealed record StoreOptions
{
    /// <summary>Which database. Default SQLite, for one node; several nodes need PostgreSQL.</summary>
    public StoreProvider Provider { get; init; } = StoreProvider.Sqlite;

    /// <summary>PostgreSQL's connection string; not used for SQLite.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The directory of SQLite's file <c>multiplex.db</c>; made if it isn't there. Default <c>data</c>.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <inheritdoc/>
    public override string ToString() => Provider == StoreProvider.Sqlite ? $"SQLite in {DataDirectory}" : "PostgreSQL";
}

/// <summary>The databases that can keep the state.</summary>
public enum StoreProvider
{
    /// <summary>A file of this node's.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, version 15 or later.</summary>
    PostgreSql,
}
