using System.Text;
using MultiplexCluster.FakeProviders.Dialects.Anthropic;
using MultiplexCluster.FakeProviders.Dialects.Gemini;
using MultiplexCluster.FakeProviders.Dialects.Groq;
using MultiplexCluster.FakeProviders.Dialects.OpenAi;
using MultiplexCluster.FakeProviders.Http;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>How one provider answers.</summary>
internal abstract class Dialect(ProviderDialect name, string prefix)
{
    private static readonly Dialect[] All = [new OpenAiDialect(), new AnthropicDialect(), new GeminiDialect(), new GroqDialect()];

    private readonly byte[] _prefix = Encoding.ASCII.GetBytes(prefix + "/");

    public ProviderDialect Name => name;

    public string Prefix => prefix;

    /// <summary>The status of an error that a step names without a status.</summary>
    public abstract int StatusOf(ErrorKind kind);

    /// <summary>The credential in the dialect's carrier, or empty.</summary>
    public abstract ReadOnlySpan<byte> Credential(RequestHead head, ReadOnlySpan<byte> bytes, FakeOptions options);

    /// <summary>The usual good answer; unknown paths and malformed bodies get the dialect's error.</summary>
    public abstract Reply Answer(Ask ask);

    /// <summary>
    /// Whether an answer depends on nothing but what <see cref="Ask"/> tells, so that it may be kept. The path is without prefix and query.
    /// </summary>
    public abstract bool IsPlain(ReadOnlySpan<byte> path);

    /// <summary>The good answer where it depends on what the key has made or on the whole request; null where <see cref="Answer"/> has it.</summary>
    public abstract Reply? AnswerFully(Request request);

    /// <summary>A good answer with the dialect's headers.</summary>
    public abstract Reply Good(string json);

    /// <summary>The dialect's error with a message of its own; the message is text.</summary>
    public abstract Reply Refuse(int status, string message);

    /// <summary>The dialect's error for a status.</summary>
    public abstract Reply Error(int status, ErrorKind kind, string? retryDelay = null);

    public static Dialect? Find(ReadOnlySpan<byte> target)
    {
        foreach (var dialect in All)
        {
            if (target.StartsWith(dialect._prefix))
            {
                return dialect;
            }
        }

        return null;
    }

    public static Dialect Of(ProviderDialect name) => All.Single(d => d.Name == name);
}
