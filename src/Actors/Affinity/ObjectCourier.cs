using Akka.Actor;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Affinity;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>
/// One per node: carries what its calls learned of objects to the partitions, and questions there and back. A hand-off
/// drops messages silently: notes are repeated until they are durable, questions until they are answered.
/// </summary>
internal sealed class ObjectCourier : UntypedActor, IWithTimers
{
    /// <summary>The actor's name on every node.</summary>
    public const string Name = "object-courier";

    /// <summary>Places in one message, at most 90 bytes each, and marks, 16 bytes each, so that it stays below a frame.</summary>
    internal const int MostPerMessage = 800;

    /// <summary>Notes that wait to become durable; beyond that the oldest are told no more.</summary>
    internal const int MostUnkept = 20_000;

    /// <summary>How long a question is repeated; a hand-off takes a few seconds at worst.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    internal static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromSeconds(2);

    private readonly IActorRef _region;
    private readonly RecentObjects _recent;
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private readonly Dictionary<int, GatheredNotes> _gathered = [];
    private readonly SortedDictionary<long, Sent> _unkept = [];
    private readonly Dictionary<ObjectKey, Question> _questions = [];
    private readonly UsageQuestions _usage;
    private bool _sends;
    private long _numbers;
    private int _unkeptNotes;

    public ObjectCourier(IActorRef region, RecentObjects recent)
    {
        (_region, _recent) = (region, recent);
        _usage = new UsageQuestions(message => _region.Tell(message, Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef region, RecentObjects recent) => Akka.Actor.Props.Create(() => new ObjectCourier(region, recent));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(LookForAnswers), LookForAnswers.Instance, AskAgainAfter);

    protected override void PostStop()
    {
        foreach (var asker in _questions.Values.SelectMany(question => question.Askers))
        {
            asker.TrySetResult(null);
        }

        _usage.End();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NotePlace note: GatheredFor(note.Place.Key).Places.Add(note.Place); break;
            case NoteUnbooked note: GatheredFor(note.Key).Unbooked.Add(note.Key); break;
            case SendNotes: OnSendNotes(); break;
            case SeekPlace seek: OnSeek(seek); break;
            case ObjectFound found: OnFound(found); break;
            case ObjectsKept kept: Forget(kept.Number); break;
            case SeekUsage seek: OnSeekUsage(seek); break;
            case UsageTaken taken: _usage.OnTaken(taken, _scheduler.MonotonicClock); break;
            case LookForAnswers: OnLookForAnswers(_scheduler.MonotonicClock); break;
            default: Unhandled(message); break;
        }
    }

    private GatheredNotes GatheredFor(ObjectKey key)
    {
        var partition = ObjectPartitions.Of(key);
        if (!_gathered.TryGetValue(partition, out var notes))
        {
            _gathered[partition] = notes = new GatheredNotes();
        }

        if (!_sends)
        {
            _sends = true;
            Self.Tell(SendNotes.Instance);
        }

        return notes;
    }

    private void OnSendNotes()
    {
        _sends = false;
        Send();
    }

    private void Send()
    {
        foreach (var (partition, notes) in _gathered)
        {
            foreach (var message in notes.ToMessages(partition, MostPerMessage, () => ++_numbers))
            {
                _unkept[message.Number] = new Sent(message, _scheduler.MonotonicClock);
                _unkeptNotes += GatheredNotes.CountOf(message);
                _region.Tell(message, Self);
            }
        }

        _gathered.Clear();
        while (_unkeptNotes > MostUnkept)
        {
            Forget(_unkept.Keys.First());
        }
    }

    private void Forget(long number)
    {
        if (_unkept.Remove(number, out var sent))
        {
            _unkeptNotes -= GatheredNotes.CountOf(sent.Message);
        }
    }

    // The mark may have come from this node a moment ago: it must be there first.
    private void OnSeekUsage(SeekUsage seek)
    {
        Send();
        _usage.Ask(seek, _scheduler.MonotonicClock);
    }

    private void OnSeek(SeekPlace seek)
    {
        if (_questions.TryGetValue(seek.Key, out var open))
        {
            open.Askers.Add(seek.Answer);
            return;
        }

        var now = _scheduler.MonotonicClock;
        _questions[seek.Key] = new Question(now) { AskedAt = now, Askers = { seek.Answer } };
        Ask(seek.Key);
    }

    private void Ask(ObjectKey key) => _region.Tell(new FindObject(ObjectPartitions.Of(key), key), Self);

    private void OnFound(ObjectFound found)
    {
        if (found.Endpoint is { } endpoint)
        {
            _recent.Learn(new ObjectPlace(found.Key, endpoint));
        }

        Answer(found.Key, found.Endpoint);
    }

    private void Answer(ObjectKey key, EndpointId? endpoint)
    {
        if (_questions.Remove(key, out var question))
        {
            question.Askers.ForEach(asker => asker.TrySetResult(endpoint));
        }
    }

    private void OnLookForAnswers(TimeSpan now)
    {
        foreach (var (number, sent) in _unkept.Where(each => now - each.Value.At >= TellAgainAfter).ToList())
        {
            _unkept[number] = sent with { At = now };
            _region.Tell(sent.Message, Self);
        }

        foreach (var (key, question) in _questions.ToList())
        {
            if (now - question.Began >= Patience)
            {
                Answer(key, null);
            }
            else if (now - question.AskedAt >= AskAgainAfter)
            {
                question.AskedAt = now;
                Ask(key);
            }
        }

        _usage.LookForAnswers(now);
    }

    private readonly record struct Sent(NoteObjects Message, TimeSpan At);

    private sealed class Question(TimeSpan began)
    {
        public TimeSpan Began { get; } = began;

        public TimeSpan AskedAt { get; set; }

        public List<TaskCompletionSource<EndpointId?>> Askers { get; } = [];
    }
}
