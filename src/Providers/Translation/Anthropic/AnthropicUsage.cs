using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>
/// Claude's usage (https://platform.claude.com/docs/en/api): <c>input_tokens</c> leaves out what was read from and written to the
/// cache. In a stream each field that is told replaces the one before.
/// </summary>
internal struct AnthropicUsage
{
    private long _input;
    private long _cacheCreation;
    private long _cacheRead;
    private long _output;

    /// <summary>In OpenAI's terms.</summary>
    public readonly ChatUsage Told
    {
        get
        {
            var prompt = _input + _cacheCreation + _cacheRead;
            return new ChatUsage(prompt, _cacheRead, _output, Reasoning: null, prompt + _output);
        }
    }

    /// <summary>Takes over what a <c>usage</c> object tells.</summary>
    public void Take(JsonElement usage)
    {
        _input = usage.Member("input_tokens"u8).CountOrNull() ?? _input;
        _cacheCreation = usage.Member("cache_creation_input_tokens"u8).CountOrNull() ?? _cacheCreation;
        _cacheRead = usage.Member("cache_read_input_tokens"u8).CountOrNull() ?? _cacheRead;
        _output = usage.Member("output_tokens"u8).CountOrNull() ?? _output;
    }
}
