using MultiplexCluster.Providers.Codecs.Answers;

namespace MultiplexCluster.Providers.Codecs.OpenAi;

/// <summary>The dialects of OpenAI's formats, which Groq and Gemini's OpenAI surface speak too.</summary>
internal static class OpenAiDialects
{
    /// <summary>A fresh dialect for an answer on this route.</summary>
    public static AnswerDialect Of(ProviderRoute route) => route.Usage switch
    {
        UsageShape.Chat => new ChatDialect { BooksUsage = route.BooksUsage },
        UsageShape.Responses => new ResponsesDialect { BooksUsage = route.BooksUsage },
        UsageShape.Realtime => new RealtimeDialect(),
        UsageShape.None => new PlainDialect(),
        _ => throw new ArgumentOutOfRangeException(nameof(route), route.Usage, "not a shape of OpenAI's"),
    };
}
