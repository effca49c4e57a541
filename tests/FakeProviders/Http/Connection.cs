using System.Net.Sockets;
using System.Text;
using MultiplexCluster.FakeProviders.Control;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Dialects;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>One accepted connection: requests one after another until either side closes.</summary>
internal sealed class Connection(Socket socket, FakeState state)
{
    /// <summary>Requests up to this size are read in place, larger ones are copied out.</summary>
    private const int InPlace = 64 * 1024;

    private readonly InputBuffer _input = new(socket);
    private readonly RequestHead _head = new();
    private byte[] _output = new byte[4096];
    private Call? _call;
    private Action? _interrupt;

    public async Task RunAsync()
    {
        try
        {
            while (await ReadHeadAsync() && await ServeAsync() && !_head.WantsClose)
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            _call?.End(CallEnding.ClientLeft);
        }
        catch (FormatException)
        {
            await RefuseAsync();
        }
        finally
        {
            // Only a defect of the fake leaves a call here, and then it must not count for ever.
            _call?.End(CallEnding.Cut);
            CloseOrderly();
        }
    }

    /// <summary>Ends what is in flight because the fake stops.</summary>
    public void Stop()
    {
        _call?.End(CallEnding.Stopped);
        _interrupt?.Invoke();
        socket.Dispose();
    }

    private async ValueTask<bool> ReadHeadAsync()
    {
        while (!_head.TryParse(_input.Unread))
        {
            if (!await _input.FillAsync())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Answers one request; false when the connection is not to be used again.</summary>
    private async ValueTask<bool> ServeAsync()
    {
        if (ControlApi.Owns(_head.Target(_input.Unread)))
        {
            return await ServeControlAsync();
        }

        var dialect = Dialect.Find(_head.Target(_input.Unread));
        var (call, step) = Begin(dialect);
        var inPlace = !_head.IsChunked && _head.Length + _head.ContentLength <= InPlace;
        if (_head.ExpectsContinue)
        {
            await SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        }

        if (!inPlace)
        {
            return await ServeLargeAsync(call, step, dialect);
        }

        var length = _head.Length + (int)_head.ContentLength;
        while (_input.Unread.Length < length)
        {
            if (!await _input.FillAsync())
            {
                call.End(CallEnding.ClientLeft);
                return false;
            }
        }

        var plan = MakePlan(call, step, dialect, _input.Unread[.._head.Length], _input.Unread[_head.Length..length], _head.ContentLength);
        _input.Consume(length);
        return await AnswerAsync(call, step, plan);
    }

    private async ValueTask<bool> ServeLargeAsync(Call call, Step? step, Dialect? dialect)
    {
        var (read, head, body) = await ReadBodyAsync();
        if (!read)
        {
            call.End(CallEnding.ClientLeft);
            return false;
        }

        return await AnswerAsync(call, step, MakePlan(call, step, dialect, head, body.Kept.Span, body.Length));
    }

    private async ValueTask<bool> ServeControlAsync()
    {
        var (read, head, body) = await ReadBodyAsync();
        if (!read)
        {
            return false;
        }

        var method = Encoding.Latin1.GetString(_head.Method(head));
        var target = Encoding.Latin1.GetString(_head.Target(head));
        foreach (var piece in Wire.Encode(ControlApi.Answer(state.Ledger, method, target, body.Kept), null))
        {
            await SendAsync(piece);
        }

        return true;
    }

    private async ValueTask<(bool Read, byte[] Head, BodyReader Body)> ReadBodyAsync()
    {
        // The head must outlive the input buffer's bytes, which the body overwrites.
        var head = _input.Unread[.._head.Length].ToArray();
        _input.Consume(_head.Length);
        var body = new BodyReader(_input);
        return (await body.ReadAsync(_head), head, body);
    }

    private (Call Call, Step? Step) Begin(Dialect? dialect)
    {
        var bytes = _input.Unread;
        var credential = dialect is null ? default : dialect.Credential(_head, bytes, state.Options);
        var key = state.Ledger.Key(credential);
        var call = _call = state.Ledger.NewCall(key);
        var step = key.Script.Next();
        call.Begin(!state.Options.RecordCalls ? null : new RecordedCall
        {
            Sequence = call.Sequence,
            Dialect = dialect?.Name,
            Key = key.Value,
            Method = Encoding.Latin1.GetString(_head.Method(bytes)),
            Target = Encoding.Latin1.GetString(_head.Target(bytes)),
            Headers = _head.Headers(bytes),
            StartedAt = state.Ledger.Elapsed,
            Step = step,
        });
        return (call, step);
    }

    private AnswerPlan MakePlan(Call call, Step? step, Dialect? dialect, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, long bodyLength)
    {
        if (call.Record is { } record)
        {
            record.BodyLength = bodyLength;
            record.Body = body[..Math.Min(body.Length, RecordedCall.BodyLimit)].ToArray();
        }

        return AnswerPlan.Make(state, dialect, call, step, _head, head, body);
    }

    private ValueTask<bool> AnswerAsync(Call call, Step? step, AnswerPlan plan)
    {
        var slow = step is not null || plan.Ready is null || state.Options.Latency > TimeSpan.Zero
            || (plan.Ready.IsStream && state.Options.EventDelay > TimeSpan.Zero);
        return slow ? AnswerSlowlyAsync(call, step, plan) : AnswerAtOnceAsync(call, plan.Ready!);
    }

    private async ValueTask<bool> AnswerAtOnceAsync(Call call, Answer answer)
    {
        if (_output.Length < answer.Length)
        {
            _output = new byte[answer.Length];
        }

        answer.CopyTo(_output, state.Stamps, call.Sequence);
        if (answer.Length <= 16 * 1024)
        {
            call.End(CallEnding.Answered);
            await SendAsync(_output.AsMemory(0, answer.Length));
            return true;
        }

        await SendAsync(_output.AsMemory(0, answer.Length - 1));
        call.End(CallEnding.Answered);
        await SendAsync(_output.AsMemory(answer.Length - 1, 1));
        return true;
    }

    private async ValueTask<bool> AnswerSlowlyAsync(Call call, Step? step, AnswerPlan plan)
    {
        // Never disposed: the client may leave long after, and it holds nothing that needs disposing.
        var left = new CancellationTokenSource();
        _interrupt = left.Cancel;
        _input.Watch(() =>
        {
            call.End(CallEnding.ClientLeft);
            left.Cancel();
        });
        var exchange = new Exchange(socket, call, step, state.Options, left.Token);
        if (!await exchange.RunAsync(plan.Pieces(state, call), plan.IsStream))
        {
            call.End(CallEnding.Cut);
            if (step?.Cut?.Reset == true)
            {
                socket.Close(0); // the one close that resets even with a receive pending
            }

            return false;
        }

        return plan.KeepAlive;
    }

    private async Task RefuseAsync()
    {
        try
        {
            await SendAsync(Wire.Head(400, "Content-Length: 0", "Connection: close"));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Whoever sent nonsense need not hear about it.
        }
    }

    /// <summary>Ends with FIN: without the shutdown, a receive that is pending would turn the close into a reset.</summary>
    private void CloseOrderly()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client was first, or the answer was to be reset.
        }

        socket.Dispose();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
        }
    }
}
