using Akka.Event;

namespace MultiplexCluster.Actors.Logging;

/// <summary>
/// Akka's log while the host's isn't there yet, and after it has gone: warnings and errors, to standard error. The one that
/// comes with Akka also tells every ordinary step of a shutdown, past the host's log levels.
/// </summary>
public sealed class LastLogger : MinimalLogger
{
    /// <inheritdoc/>
    protected override void Log(object message)
    {
        if (message is Error or Warning)
        {
            Console.Error.WriteLine(message);
        }
    }
}
