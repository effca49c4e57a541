using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Event;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace MultiplexCluster.Actors.Storage;

/// <summary>
/// The SQL journal, except that a write which fails, or takes longer than <c>write-time-limit</c>, is answered as
/// <em>rejected</em>. Akka stops a persistent actor whose write failed, and an endpoint's queue would go with it;
/// after a rejection the actor gets <c>OnPersistRejected</c> and serves on.
/// </summary>
/// <remarks>
/// Rejected means here: not acknowledged. The event may be stored nevertheless (the commit's answer was lost, or it
/// was still under way when the limit passed). Its sequence number is used up either way, so a later event never
/// collides with it; replay passes over the gap or, if it is stored, applies it at its place. An actor that must
/// not find it there after a restart saves a snapshot after the rejection: it has the rejected number or a later
/// one, and replay begins behind it. Recovery still fails when the store can't be read; only writes are softened.
/// </remarks>
public sealed class ResilientSqlJournal : SqlWriteJournal
{
    private readonly TimeSpan _limit;
    private readonly ILoggingAdapter _log;

    /// <summary>Made by Akka, with the plugin's section of the configuration.</summary>
    public ResilientSqlJournal(Config journalConfig)
        : base(journalConfig)
    {
        ArgumentNullException.ThrowIfNull(journalConfig);
        _limit = journalConfig.GetTimeSpan("write-time-limit", StoreWiring.WriteTimeLimit, allowInfinite: false);
        _log = Context.GetLogger();
    }

    /// <inheritdoc/>
    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        try
        {
            // The base needs the actor's thread until its first await: it must be called before ours.
            return Soften(base.WriteMessagesAsync(writes, limit.Token), writes.Count, limit);
        }
        catch (Exception error)
        {
            limit.Dispose();
            return Task.FromResult(Rejections(error, writes.Count));
        }
    }

    private async Task<IImmutableList<Exception>> Soften(Task<IImmutableList<Exception>> write, int count, CancellationTokenSource limit)
    {
        try
        {
            // SQLite doesn't look at the token while it waits for the file, so the limit is kept here too.
            return await write.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Forget(write);
            return Rejections(error, count);
        }
        finally
        {
            limit.Dispose();
        }
    }

    private IImmutableList<Exception> Rejections(Exception error, int count)
    {
        _log.Warning("the journal could not be written ({0}): {1} change(s) not acknowledged", error.GetType().Name, count);
        return Enumerable.Repeat(error, count).ToImmutableList();
    }

    /// <summary>What an abandoned write ends with is of no interest: its actor has its answer.</summary>
    private static void Forget(Task write) =>
        write.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
