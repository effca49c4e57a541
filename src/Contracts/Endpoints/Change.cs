namespace MultiplexCluster.Contracts.Endpoints;

/// <summary>One field of a patch: either left alone (<c>default</c>) or set to a value, null included.</summary>
public readonly record struct Change<T>(bool IsSet, T Value)
{
    /// <summary>The new value where there is one, else the current one.</summary>
    public T Over(T current) => IsSet ? Value : current;
}

/// <summary>Makes <see cref="Change{T}"/>.</summary>
public static class Change
{
    /// <summary>A field that is set.</summary>
    public static Change<T> To<T>(T value) => new(true, value);
}
