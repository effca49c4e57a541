using MultiplexCluster.FakeProviders.Dialects;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>The reply a step asks for, before it is put on the wire.</summary>
internal static class ScriptedReply
{
    private const int BlockLength = 64 * 1024;
    private static readonly byte[] Block = Filled(BlockLength);

    public static Reply Make(Dialect dialect, Func<Reply> answer, Step step)
    {
        var status = step.StatusCode ?? (step.Error == ErrorKind.Usual ? 200 : dialect.StatusOf(step.Error));
        var reply = status >= 400
            ? dialect.Error(status, step.Error, step.RetryDelay)
            : answer();
        if (status is >= 200 and < 300 && reply.Status >= 400)
        {
            return reply; // the script says all is well, but the path or the body is wrong
        }

        if (status is 204 or (>= 300 and < 400))
        {
            reply = reply with { Body = [], Events = null };
        }

        if (step.Body is { } body)
        {
            reply = reply with { Body = body, Events = null, ContentType = step.ContentType ?? "application/json" };
        }

        return step.LargeBody is { } length
            ? reply with { Status = status, Events = Filler(length), ContentType = "application/json", FixedLength = length }
            : reply with { Status = status };
    }

    /// <summary>So many bytes of <c>{"filler":"aaa..."}</c>, in blocks; fewer than fit that are only letters.</summary>
    private static IEnumerable<byte[]> Filler(long length)
    {
        if (length < 16)
        {
            yield return Filled((int)length);
            yield break;
        }

        var open = "{\"filler\":\""u8.ToArray();
        var close = "\"}"u8.ToArray();
        var rest = length - open.Length - close.Length;
        yield return open;
        for (; rest > BlockLength; rest -= BlockLength)
        {
            yield return Block;
        }

        yield return [.. Block.AsSpan(0, (int)rest), .. close];
    }

    private static byte[] Filled(int length)
    {
        var block = new byte[length];
        Array.Fill(block, (byte)'a');
        return block;
    }
}
