using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>What a step or the options change about a good answer.</summary>
internal readonly record struct Shape(
    int Events, long InputTokens, long OutputTokens, bool Usage, bool Terminal, int? ErrorAfter)
{
    /// <summary>The answer's text when it is not streamed.</summary>
    public string Text => FakeText.Of(Events);

    public long TotalTokens => unchecked(InputTokens + OutputTokens);

    public static Shape Of(FakeOptions options, Step? step)
    {
        var events = step?.Events ?? options.Events;
        return new Shape(
            events,
            step?.InputTokens ?? FakeTokens.Input,
            step?.OutputTokens ?? events,
            step?.OmitUsage != true,
            step?.OmitTerminal != true,
            step?.StreamErrorAfter);
    }

    /// <summary>The text deltas to stream: all, or those before the scripted error.</summary>
    public IEnumerable<string> Deltas() =>
        Enumerable.Range(0, Math.Min(Events, ErrorAfter ?? Events)).Select(FakeText.Delta);
}
