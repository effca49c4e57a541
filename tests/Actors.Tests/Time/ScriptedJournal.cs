using System.Collections.Immutable;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace MultiplexCluster.Actors.Tests.Time;

/// <summary>A journal in memory that rejects what a test tells it to.</summary>
public sealed class ScriptedJournal : MemoryJournal
{
    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        var store = StoreScript.Of(Context.System);
        await store.WritesGo.ConfigureAwait(false);
        if (store.RejectsWrites)
        {
            store.Rejected();
            return [.. writes.Select(_ => new IOException("no store"))];
        }

        store.WriteBegins(writes.Count);
        var losesAnswers = store.LosesAnswers;
        var answers = await base.WriteMessagesAsync(writes, cancellationToken).ConfigureAwait(false);
        return losesAnswers ? [.. writes.Select(_ => new IOException("the answer was lost"))] : answers;
    }
}
