namespace MultiplexCluster.Providers.Relay.Bodies;

/// <summary>How much of a caller's body is taken, and where large ones go.</summary>
/// <param name="MaxBytes">The largest body.</param>
/// <param name="SpoolDirectory">Where bodies wait that are over <see cref="RequestBody.MemoryLimit"/> or find <paramref name="Memory"/> spent.</param>
/// <param name="Memory">The memory that all bodies share.</param>
/// <param name="IsUpload">More of it stays in memory, and what doesn't passes as it comes where its length is known.</param>
public readonly record struct BodyLimits(long MaxBytes, string SpoolDirectory, BodyMemory Memory, bool IsUpload = false)
{
    /// <summary>The largest body that stays in memory.</summary>
    internal int MemoryLimit => IsUpload ? RequestBody.UploadMemoryLimit : RequestBody.MemoryLimit;
}

/// <summary>The body is over its limit.</summary>
public sealed class BodyTooLargeException : Exception
{
    /// <summary>Without a message.</summary>
    public BodyTooLargeException()
    {
    }

    /// <summary>With a message.</summary>
    public BodyTooLargeException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public BodyTooLargeException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
