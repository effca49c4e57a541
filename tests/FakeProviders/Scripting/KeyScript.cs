namespace MultiplexCluster.FakeProviders.Scripting;

/// <summary>The steps left for one key, each used once, then the one used always.</summary>
internal sealed class KeyScript
{
    private readonly Lock _lock = new();
    private readonly Queue<Step> _steps = new();
    private Step? _always;
    private volatile bool _scripted;

    public void Then(Step step)
    {
        lock (_lock)
        {
            for (var i = 0; i < step.Times; i++)
            {
                _steps.Enqueue(step);
            }

            _scripted = true;
        }
    }

    public void Always(Step? step)
    {
        lock (_lock)
        {
            _always = step;
            _scripted = step is not null || _steps.Count > 0;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _steps.Clear();
            _always = null;
            _scripted = false;
        }
    }

    /// <summary>The step for the next call, or null for the default answer.</summary>
    public Step? Next()
    {
        if (!_scripted)
        {
            return null;
        }

        lock (_lock)
        {
            return _steps.TryDequeue(out var step) ? step : _always;
        }
    }
}
