using System.Buffers.Binary;
using System.Security.Cryptography;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Affinity;

namespace MultiplexCluster.Actors.Affinity;

/// <summary>
/// A node's questions for the tokens of background responses: repeated until they are answered or nobody waits any more. From
/// then on they go back until that is confirmed, so that a later read gets them: they may have been granted by a node that died
/// before it could say so.
/// </summary>
internal sealed class UsageQuestions(Action<IObjectMessage> send)
{
    /// <summary>How long a question is remembered whose tokens have gone back: longer than a node's failure can hold a repetition of it up.</summary>
    internal static readonly TimeSpan Remembered = TimeSpan.FromSeconds(60);

    /// <summary>How long they are given back without a confirmation: a store may be away.</summary>
    internal static readonly TimeSpan GivesBackFor = TimeSpan.FromMinutes(10);

    /// <summary>How often they are given back until that is confirmed.</summary>
    internal static readonly TimeSpan GiveBackAgainAfter = TimeSpan.FromSeconds(1);

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
    internal void OnTaken(UsageTaken taken, TimeSpan now)
    {
        if (!_open.TryGetValue(taken.Taker, out var question))
        {
            return;
        }

        if (question.Answer.TrySetResult(taken.IsGranted))
        {
            _open.Remove(taken.Taker);
        }
        else if (taken.IsGranted)
        {
            GiveBack(question, now);
        }
        else
        {
            // A repetition of the question may still be on its way: granted by that, they go back again.
            question.IsGivenBack = true;
        }
    }

    /// <summary>Asks again, and lets those go who have waited long enough.</summary>
    internal void LookForAnswers(TimeSpan now)
    {
        foreach (var (taker, question) in _open)
        {
            var age = now - question.Began;
            if (age >= (question.IsGivenBack ? Remembered : GivesBackFor))
            {
                _open.Remove(taker);
            }
            else if (age < ObjectCourier.Patience)
            {
                Repeat(question, ObjectCourier.AskAgainAfter, question.Message, now);
            }
            else if (question.Answer.TrySetResult(false))
            {
                GiveBack(question, now);
            }
            else if (!question.IsGivenBack)
            {
                Repeat(question, GiveBackAgainAfter, ReturnOf(question), now);
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

    private static ReturnUsage ReturnOf(Question question) => new(question.Message.Partition, question.Message.Key, question.Message.Taker);

    private void GiveBack(Question question, TimeSpan now)
    {
        question.IsGivenBack = false;
        question.SentAt = now;
        send(ReturnOf(question));
    }

    private void Repeat(Question question, TimeSpan after, IObjectMessage message, TimeSpan now)
    {
        if (now - question.SentAt >= after)
        {
            question.SentAt = now;
            send(message);
        }
    }

    private sealed class Question(TakeUsage message, TaskCompletionSource<bool> answer, TimeSpan began)
    {
        public TakeUsage Message { get; } = message;

        public TaskCompletionSource<bool> Answer { get; } = answer;

        public TimeSpan Began { get; } = began;

        public TimeSpan SentAt { get; set; } = began;

        public bool IsGivenBack { get; set; }
    }
}
