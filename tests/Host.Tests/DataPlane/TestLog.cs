using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>Keeps the log's lines.</summary>
internal sealed class TestLog : ILoggerProvider, ILogger
{
    internal ConcurrentQueue<(LogLevel Level, int Id, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
    }

    internal async Task<(LogLevel Level, int Id, string Text)> LineAsync(string about)
    {
        for (var i = 0; i < 500; i++)
        {
            if (Lines.FirstOrDefault(line => line.Text.StartsWith("Request " + about, StringComparison.Ordinal)) is { Text: not null } line)
            {
                return line;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException($"no line about {about}");
    }
}
