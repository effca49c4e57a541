namespace MultiplexCluster.FakeProviders.Counting;

/// <summary>Tests waiting for a condition over the counts, looked at again whenever a call begins or ends.</summary>
internal sealed class Waiters
{
    private readonly Lock _lock = new();
    private readonly List<(Func<bool> Met, TaskCompletionSource Done)> _waiting = [];
    private volatile bool _any;

    public async Task WaitAsync(Func<bool> met, TimeSpan timeout, Func<string> state)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((met, done));
            _any = true;
        }

        // The condition may have come true before the waiter was listed.
        Interlocked.MemoryBarrier();
        LookAgain();
        try
        {
            await done.Task.WaitAsync(timeout);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not met within {timeout}: {state()}");
        }
        finally
        {
            Remove(done);
        }
    }

    public void LookAgain()
    {
        if (!_any)
        {
            return;
        }

        lock (_lock)
        {
            foreach (var (met, done) in _waiting)
            {
                if (met())
                {
                    done.TrySetResult();
                }
            }
        }
    }

    private void Remove(TaskCompletionSource done)
    {
        lock (_lock)
        {
            _waiting.RemoveAll(w => w.Done == done);
            _any = _waiting.Count > 0;
        }
    }
}
