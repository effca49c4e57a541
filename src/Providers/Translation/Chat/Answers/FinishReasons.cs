namespace MultiplexCluster.Providers.Translation.Chat.Answers;

/// <summary>Why an answer ended, in OpenAI's words.</summary>
internal static class FinishReasons
{
    /// <summary>The model was done, or met a stop sequence.</summary>
    public const string Stop = "stop";

    /// <summary>The token limit.</summary>
    public const string Length = "length";

    /// <summary>The model waits for the results of its calls.</summary>
    public const string ToolCalls = "tool_calls";

    /// <summary>The provider withheld it.</summary>
    public const string ContentFilter = "content_filter";
}
