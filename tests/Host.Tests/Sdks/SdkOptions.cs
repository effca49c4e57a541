using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;

namespace MultiplexCluster.Host.Tests.Sdks;

/// <summary>The OpenAI package's client for a surface; a test's pool goes in a header.</summary>
internal sealed record SdkOptions(Uri BaseUrl, string Pool)
{
    public OpenAIClient Client(int? retries = null)
    {
        var options = new OpenAIClientOptions { Endpoint = BaseUrl };
        options.AddPolicy(new PoolHeader(Pool), PipelinePosition.PerCall);
        if (retries is { } most)
        {
            options.RetryPolicy = new ClientRetryPolicy(most);
        }

        return new OpenAIClient(new ApiKeyCredential("sk-whatever-the-caller-has"), options);
    }

    private sealed class PoolHeader(string pool) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Set("X-Multiplex-Pool", pool);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Set("X-Multiplex-Pool", pool);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
