using System.Text.Json;
using MultiplexCluster.Providers.Translation.Chat.Answers;
using MultiplexCluster.Providers.Translation.Json;
using MultiplexCluster.Providers.Translation.Streams;

namespace MultiplexCluster.Providers.Translation.Anthropic;

/// <summary>
/// A message stream (https://platform.claude.com/docs/en/api): <c>message_start</c>, blocks one after the other,
/// <c>message_delta</c> with the reason and the last counts, <c>message_stop</c>. Events of unknown types say nothing.
/// </summary>
internal sealed class AnthropicStream(AnswerContext context) : ChatStreamTranslator(context)
{
    private readonly string _answerId = context.Id;
    private AnthropicUsage _usage;
    private int _calls;
    private bool _isInCall;
    private bool _hasArguments;

    /// <inheritdoc/>
    private protected override bool Skips(ReadOnlySpan<byte> name) => name.SequenceEqual("ping"u8);

    /// <inheritdoc/>
    private protected override void OnEvent(JsonElement data)
    {
        var type = data.Member("type"u8);
        if (type.Is("content_block_delta"u8))
        {
            OnDelta(data.Member("delta"u8));
        }
        else if (type.Is("content_block_start"u8))
        {
            OnBlock(data.Member("content_block"u8));
        }
        else if (type.Is("content_block_stop"u8))
        {
            EndCall();
        }
        else if (type.Is("message_start"u8))
        {
            var message = data.Member("message"u8);
            Chunks.Identify(message.Member("id"u8), message.Member("model"u8));
            _usage.Take(message.Member("usage"u8));
            Chunks.Role(0);
        }
        else if (type.Is("message_delta"u8))
        {
            OnMessageDelta(data);
        }
        else if (type.Is("message_stop"u8))
        {
            Chunks.Complete(_usage.Told);
        }
        else if (type.Is("error"u8))
        {
            var error = data.Member("error"u8);
            Chunks.Fail(UpstreamErrors.Of(AnthropicErrorTypes.StatusOf(error.Member("type"u8)), error));
        }
    }

    private void OnBlock(JsonElement block)
    {
        var type = block.Member("type"u8);
        if (type.Is("tool_use"u8) && block.Member("name"u8) is { ValueKind: JsonValueKind.String } name)
        {
            BeginCall(block, name);
        }
        else if (type.Is("text"u8))
        {
            Text("content"u8, block.Member("text"u8));
        }
        else if (type.Is("thinking"u8))
        {
            Text("reasoning_content"u8, block.Member("thinking"u8));
        }
    }

    private void OnDelta(JsonElement delta)
    {
        var type = delta.Member("type"u8);
        if (type.Is("text_delta"u8))
        {
            Text("content"u8, delta.Member("text"u8));
        }
        else if (type.Is("input_json_delta"u8) && _isInCall)
        {
            Arguments(delta.Member("partial_json"u8));
        }
        else if (type.Is("thinking_delta"u8))
        {
            Text("reasoning_content"u8, delta.Member("thinking"u8));
        }
    }

    private void OnMessageDelta(JsonElement data)
    {
        _usage.Take(data.Member("usage"u8));
        var reason = data.Member("delta"u8).Member("stop_reason"u8);
        if (reason.IsGiven())
        {
            Chunks.Finish(0, StopReasons.Translate(reason));
        }
    }

    private void BeginCall(JsonElement block, JsonElement name)
    {
        // The input of a call that begins is an empty object: its text comes in pieces.
        var input = block.Member("input"u8);
        var isWhole = input.ValueKind == JsonValueKind.Object && input.GetPropertyCount() > 0;
        var call = new AnsweredCall(
            block.Member("id"u8).Or(CallIds.Of(_answerId, _calls)), name, isWhole ? input : default, Signature: default);
        Chunks.Begin(0, _calls, call, missing: default);
        (_isInCall, _hasArguments) = (true, isWhole);
        _calls++;
    }

    private void EndCall()
    {
        if (_isInCall && !_hasArguments)
        {
            Chunks.NoArguments(0, _calls - 1);
        }

        _isInCall = false;
    }

    private void Arguments(JsonElement piece)
    {
        if (!piece.RawText().IsEmpty)
        {
            Chunks.Arguments(0, _calls - 1, piece);
            _hasArguments = true;
        }
    }

    private void Text(ReadOnlySpan<byte> member, JsonElement text)
    {
        if (!text.RawText().IsEmpty)
        {
            Chunks.Text(0, member, text);
        }
    }
}
