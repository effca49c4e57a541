using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>
/// The scanners of answers, which have too many buffers to be made for every call: each thread keeps one. A reader that
/// never comes to its end keeps its own.
/// </summary>
internal static class AnswerScanner
{
    /// <summary>Enough of an error's message to hold the delay it ends by.</summary>
    private const int TextLimit = 512;

    private static readonly Nobody Unused = new();

    [ThreadStatic]
    private static JsonScanner? spare;

    /// <summary>One that tells this dialect.</summary>
    public static JsonScanner Take(AnswerDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var scanner = spare ?? new JsonScanner(dialect.Paths, dialect, TextLimit, skipsUnwatched: true);
        spare = null;
        scanner.Begin(dialect.Paths, dialect);
        return scanner;
    }

    /// <summary>Gives it back; it must not be used again.</summary>
    public static void Return(JsonScanner scanner)
    {
        scanner.Begin(Unused.Paths, Unused);
        spare = scanner;
    }

    private sealed class Nobody : IJsonSink
    {
        public JsonPaths Paths { get; } = new();

        public void OnValue(int slot, in JsonValue value)
        {
        }

        public void OnClosed(int slot)
        {
        }
    }
}
