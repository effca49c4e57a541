namespace MultiplexCluster.Providers.Relay.Bodies;

/// <summary>How much of a caller's body is taken, and where large ones go.</summary>
/// <param name="MaxBytes">The largest body.</param>
/// <param name="SpoolDirectory">Where bodies over <see cref="RequestBody.MemoryLimit"/> wait.</param>
public readonly record struct BodyLimits(long MaxBytes, string SpoolDirectory);

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
