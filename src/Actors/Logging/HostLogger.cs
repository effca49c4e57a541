using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using Level = Microsoft.Extensions.Logging.LogLevel;

namespace MultiplexCluster.Actors.Logging;

/// <summary>
/// Hands what actors log to the host's logging: the message alone, under the type that logged it. The one that comes with
/// Akka.Hosting puts a level, a time, a thread and a path of its own into the text.
/// </summary>
internal sealed class HostLogger : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly ILoggerFactory _host = Context.System.Settings.Setup.Get<HostLogging>().Value.Factory;
    private readonly Dictionary<Type, ILogger> _loggers = [];

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;
            case LogEvent happened:
                Log(happened);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Log(LogEvent happened)
    {
        var of = happened.LogClass ?? typeof(ActorSystem);
        if (!_loggers.TryGetValue(of, out var logger))
        {
            _loggers[of] = logger = _host.CreateLogger(of);
        }

        var level = LevelOf(happened.LogLevel());
        if (logger.IsEnabled(level))
        {
            logger.Log(level, default, Properties(happened), happened.Cause, static (state, _) => (string)state[0].Value!);
        }
    }

    // The text first, then what structured logs want to find by name.
    private static List<KeyValuePair<string, object?>> Properties(LogEvent happened)
    {
        var properties = new List<KeyValuePair<string, object?>> { new("Message", Text(happened.Message)), new("Actor", happened.LogSource) };
        if (happened.Message is LogMessage message)
        {
            properties.AddRange(message.GetProperties().Select(named => new KeyValuePair<string, object?>(named.Key, named.Value)));
            properties.Add(new("{OriginalFormat}", message.Format));
        }

        return properties;
    }

    private static string Text(object message)
    {
        try
        {
            return message.ToString() ?? string.Empty;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            // A line of Akka's own whose places and values don't fit must not stop the log.
            return message is LogMessage unfit ? unfit.Format : wrong.Message;
        }
    }

    private static Level LevelOf(Akka.Event.LogLevel level) => level switch
    {
        Akka.Event.LogLevel.DebugLevel => Level.Debug,
        Akka.Event.LogLevel.InfoLevel => Level.Information,
        Akka.Event.LogLevel.WarningLevel => Level.Warning,
        Akka.Event.LogLevel.ErrorLevel => Level.Error,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "unknown level"),
    };
}

/// <summary>Gives <see cref="HostLogger"/>, which Akka makes by its type alone, the host's logging.</summary>
internal sealed class HostLogging(ILoggerFactory factory) : Setup
{
    public ILoggerFactory Factory { get; } = factory;
}
