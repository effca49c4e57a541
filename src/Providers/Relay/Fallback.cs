using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Providers.Relay;

/// <summary>Takes over a request that its provider could not serve, so that the caller gets another one's answer instead.</summary>
public abstract class Fallback
{
    /// <summary>Whether it takes the request over, of which no byte went to the caller. The answer is not given then.</summary>
    /// <param name="answer">What the caller would get.</param>
    /// <param name="last">How the last attempt ended; <c>default</c> where there was none.</param>
    public abstract bool TakesOver(in FinalAnswer answer, in AttemptResult last);

    /// <summary>The name by which the request came to its models.</summary>
    public abstract string? Alias { get; }

    /// <summary>Nothing more is asked of it: gives back what it holds.</summary>
    public abstract void Close();
}
