using System.Collections.Concurrent;
using System.Text;
using MultiplexCluster.FakeProviders.Dialects;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>Default answers by what they depend on: method, target, model and what else the body says.</summary>
internal sealed class AnswerCache(FakeOptions options)
{
    /// <summary>Past so many, answers are rendered each time: nobody asks for more models than this by accident.</summary>
    private const int Limit = 4096;
    private const int CharsOnStack = 512;

    private readonly ConcurrentDictionary<string, Answer> _answers = new();

    public Answer Find(Dialect dialect, ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> model, BodyFacts facts)
    {
        var length = 3 + method.Length + 1 + target.Length + 1 + model.Length;
        var key = length <= CharsOnStack ? stackalloc char[length] : new char[length];
        key[0] = (char)('0' + (facts.Stream ? 1 : 0) + (facts.IncludeUsage ? 2 : 0) + (facts.Base64 ? 4 : 0) + (facts.IsMalformed ? 8 : 0));
        key[1] = (char)(facts.Inputs & 0xffff);
        key[2] = (char)(facts.Inputs >> 16);
        Encoding.Latin1.GetChars(method, key[3..]);
        key[3 + method.Length] = ' ';
        Encoding.Latin1.GetChars(target, key[(4 + method.Length)..]);
        key[4 + method.Length + target.Length] = '\n';
        Encoding.Latin1.GetChars(model, key[(5 + method.Length + target.Length)..]);
        if (_answers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var known))
        {
            return known;
        }

        var answer = new Answer(dialect.Answer(FullAnswer.AskOf(dialect, method, target, model, facts, Shape.Of(options, null))));
        if (_answers.Count < Limit)
        {
            _answers[key.ToString()] = answer;
        }

        return answer;
    }
}
