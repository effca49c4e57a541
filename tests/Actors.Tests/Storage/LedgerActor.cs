using Akka.Persistence;
using MultiplexCluster.Contracts.Durability;

namespace MultiplexCluster.Actors.Tests.Storage;

/// <summary>The smallest persistent actor that answers: it remembers ids.</summary>
internal sealed class LedgerActor : ReceivePersistentActor
{
    private readonly List<EndpointId> _ids = [];
    private IActorRef? _saver;

    public LedgerActor()
    {
        Recover<IdWasReserved>(Apply);
        Recover<SnapshotOffer>(offer => _ids.AddRange(((CatalogSnapshot)offer.Snapshot).Ids));
        Command<Remember>(command =>
        {
            var sender = Sender;
            Persist(new IdWasReserved(EndpointId.Parse(command.Id), false), stored =>
            {
                Apply(stored);
                sender.Tell(Answer.Remembered);
            });
        });
        Command<Save>(_ =>
        {
            _saver = Sender;
            SaveSnapshot(new CatalogSnapshot([.. _ids], [], []));
        });
        Command<SaveSnapshotSuccess>(_ => _saver.Tell(Answer.Saved));
        Command<SaveSnapshotFailure>(_ => _saver.Tell(Answer.NotSaved));
        Command<List>(_ => Sender.Tell(new Contents([.. _ids.Select(id => id.Value)], LastSequenceNr)));
    }

    public override string PersistenceId => "ledger";

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Sender.Tell(Answer.Rejected);

    private void Apply(IdWasReserved stored) => _ids.Add(stored.EndpointId);

    internal enum Answer
    {
        Remembered,
        Rejected,
        Saved,
        NotSaved,
    }

    internal sealed record Remember(string Id);

    internal sealed record Save;

    internal sealed record List;

    internal sealed record Contents(IReadOnlyList<string> Ids, long LastSequenceNr);
}
