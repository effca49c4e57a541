namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>
/// A reader that knows whether the bytes so far end between two events. Where they don't, an error event appended to
/// the stream needs a blank line before it, or it becomes part of the event that was cut.
/// </summary>
public interface IEventBoundary
{
    /// <summary>No event is pending.</summary>
    bool IsBetweenEvents { get; }
}
