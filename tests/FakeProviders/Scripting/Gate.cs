namespace MultiplexCluster.FakeProviders.Scripting;

/// <summary>Holds answers until a test lets them go.</summary>
public sealed class Gate
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _open;

    /// <summary>Lets every held answer go, and every later one pass.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _open = true;
            while (_waiting.TryDequeue(out var waiter))
            {
                waiter.TrySetResult();
            }
        }
    }

    /// <summary>Lets up to so many held answers go, oldest first; returns how many went.</summary>
    public int Release(int count = 1)
    {
        var released = 0;
        lock (_lock)
        {
            while (released < count && _waiting.TryDequeue(out var waiter))
            {
                // A waiter whose client left is already cancelled and does not count.
                released += waiter.TrySetResult() ? 1 : 0;
            }
        }

        return released;
    }

    internal async Task PassAsync(CancellationToken left)
    {
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_open)
            {
                return;
            }

            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiter);
        }

        await using var registration = left.Register(() => waiter.TrySetCanceled(left));
        await waiter.Task;
    }
}
