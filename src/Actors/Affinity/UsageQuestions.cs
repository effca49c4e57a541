using System.Buffers.Binary;
using System.Security.Cryptography;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Affinity;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>
/// A node's questions for the tokens of background responses: repeated until they are answered or nobody waits any more.
/// What is granted after that goes back, so that a later read gets it.
/// </summary>
internal sealed class UsageQuestions(Action<IObjectMessage> send)
{
    /// <summary>How long a question is remembered that nobody waits for: longer than a node's failure can hold its answer up.</summary>
    internal static readonly TimeSpan Remembered = TimeSpan.FromSeconds(60);

    private readonly long _courier = BinaryPrimitives.ReadInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(long)));
    private readonly Dictionary<UsageTaker, Question> _open = [];
    private long _numbers;

    /// <summary>Asks for a call.</summary>
    internal void Ask(SeekUsage seek, TimeSpan now)
    {
        var question = new Question(new TakeUsage(ObjectPartitions.Of(seek.Key), seek.Key, new UsageTaker(_courier, ++_numbers)), seek.Answer, now);
        _open[question.Message.Taker] = question;
        send(question.Message);
    }

    /// <summary>An answer. One to a question that is not open any more repeats an earlier one.</summary>
    internal void OnTaken(UsageTaken taken)
    {
        if (_open.Remove(taken.Taker, out var question) && !question.Answer.TrySetResult(taken.IsGranted) && taken.IsGranted)
        {
            // Asked again it may be granted again: then that goes back as well.
            _open[taken.Taker] = question;
            send(new ReturnUsage(question.Message.Partition, taken.Key, taken.Taker));
        }
    }

    /// <summary>Asks again, and lets those go who have waited long enough.</summary>
    internal void LookForAnswers(TimeSpan now)
    {
        foreach (var (taker, question) in _open)
        {
            if (now - question.Began >= Remembered)
            {
                _open.Remove(taker);
            }
            else if (now - question.Began >= ObjectCourier.Patience)
            {
                question.Answer.TrySetResult(false);
            }
            else if (now - question.AskedAt >= ObjectCourier.AskAgainAfter)
            {
                question.AskedAt = now;
                send(question.Message);
            }
        }
    }

    /// <summary>Nobody waits any longer.</summary>
    internal void End()
    {
        foreach (var question in _open.Values)
        {
            question.Answer.TrySetResult(false);
        }
    }

    private sealed class Question(TakeUsage message, TaskCompletionSource<bool> answer, TimeSpan began)
    {
        public TakeUsage Message { get; } = message;

        public TaskCompletionSource<bool> Answer { get; } = answer;

        public TimeSpan Began { get; } = began;

        public TimeSpan AskedAt { get; set; } = began;
    }
}
