using MultiplexCluster.Contracts.Endpoints;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Answers;

public class GroqAnswerTests
{
    private const string First = """data: {"x_groq":{"id":"req_1"},"choices":[{"delta":{"content":"a"}}]}""" + "\n\n";
    private const string Done = "data: [DONE]\n\n";
    private const string Own = """data: {"choices":[],"x_groq":{"id":"req_1","usage":{"queue_time":0.02,"prompt_tokens":18,"completion_tokens":556,"total_tokens":574,"total_time":0.46}}}""" + "\n\n";
    private const string Both = """data: {"usage":{"prompt_tokens":18,"completion_tokens":556,"total_tokens":574},"x_groq":{"usage":{"prompt_tokens":18,"completion_tokens":556,"total_tokens":574}}}""" + "\n\n";

    [Theory]
    [InlineData(First + Own + Done, "Complete 18/0/556/574")]
    [InlineData(First + Both + Done, "Complete 18/0/556/574")]
    [InlineData(First + Own, "Incomplete 18/0/556/574")]
    [InlineData(First + "data: {\"x_groq\":{\"error\":\"over capacity\"}}\n\n" + Done, "ErrorReported 0/0/0/0")]
    public void Usage_is_counted_once(string stream, string read)
    {
        Assert.Equal(read, AnswerReading.Of(ProviderKind.Groq, "POST", "/chat/completions", AnswerReading.Events, stream));
    }
}
