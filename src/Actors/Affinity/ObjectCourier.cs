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

    /// <summary>Places in one message: at most 90 bytes each, so that it stays below a frame.</summary>
    internal const int MostPerMessage = 800;

    /// <summary>Places that wait to become durable; beyond that the oldest are told no more.</summary>
    internal const int MostUnkept = 20_000;

    /// <summary>How long a question is repeated; a hand-off takes a few seconds at worst.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromSeconds(2);

    private readonly IActorRef _region;
    private readonly RecentObjects _recent;
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private readonly Dictionary<int, List<ObjectPlace>> _gathered = [];
    private readonly SortedDictionary<long, Sent> _unkept = [];
    private readonly Dictionary<ObjectKey, Question> _questions = [];
    private bool _sends;
    private long _numbers;
    private int _unkeptPlaces;

    public ObjectCourier(IActorRef region, RecentObjects recent) => (_region, _recent) = (region, recent);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef region, RecentObjects recent) => Akka.Actor.Props.Create(() => new ObjectCourier(region, recent));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(LookForAnswers), LookForAnswers.Instance, AskAgainAfter);

    protected override void PostStop()
    {
        foreach (var asker in _questions.Values.SelectMany(question => question.Askers))
        {
            asker.TrySetResult(null);
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NotePlace note: OnNote(note.Place); break;
            case SendNotes: OnSendNotes(); break;
            case SeekPlace seek: OnSeek(seek); break;
            case ObjectFound found: OnFound(found); break;
            case ObjectsKept kept: Forget(kept.Number); break;
            case LookForAnswers: OnLookForAnswers(_scheduler.MonotonicClock); break;
            default: Unhandled(message); break;
        }
    }

    private void OnNote(ObjectPlace place)
    {
        var partition = ObjectPartitions.Of(place.Key);
        if (!_gathered.TryGetValue(partition, out var places))
        {
            _gathered[partition] = places = [];
        }

        places.Add(place);
        if (!_sends)
        {
            _sends = true;
            Self.Tell(SendNotes.Instance);
        }
    }

    private void OnSendNotes()
    {
        _sends = false;
        foreach (var (partition, places) in _gathered)
        {
            foreach (var part in places.Chunk(MostPerMessage))
            {
                var message = new NoteObjects(partition, ++_numbers, part);
                _unkept[message.Number] = new Sent(message, _scheduler.MonotonicClock);
                _unkeptPlaces += part.Length;
                _region.Tell(message, Self);
            }
        }

        _gathered.Clear();
        while (_unkeptPlaces > MostUnkept)
        {
            Forget(_unkept.Keys.First());
        }
    }

    private void Forget(long number)
    {
        if (_unkept.Remove(number, out var sent))
        {
            _unkeptPlaces -= sent.Message.Places.Count;
        }
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
    }

    private readonly record struct Sent(NoteObjects Message, TimeSpan At);

    private sealed class Question(TimeSpan began)
    {
        public TimeSpan Began { get; } = began;

        public TimeSpan AskedAt { get; set; }

        public List<TaskCompletionSource<EndpointId?>> Askers { get; } = [];
    }
}
