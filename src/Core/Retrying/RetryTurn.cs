namespace MultiplexCluster.Core.Retrying;

/// <summary>One request's part in its pool's retry budget; without a pool there is none, and it is free to retry.</summary>
public struct RetryTurn(RetryBudget? budget)
{
    private readonly RetryBudget? _budget = budget;
    private bool _holds;

    /// <summary>Its next call repeats a failed one.</summary>
    public bool IsDue { get; set; }

    /// <summary>Whether it must wait until others have repeated theirs.</summary>
    public readonly bool MustWait => IsDue && !_holds && _budget is { Allows: false };

    /// <summary>Its request has come.</summary>
    public readonly void Enter() => _budget?.Enter();

    /// <summary>It asks for a permit, or has one.</summary>
    public void Begin()
    {
        if (IsDue && !_holds && _budget is not null)
        {
            _budget.Take();
            _holds = true;
        }
    }

    /// <summary>The call has ended, or will not be made.</summary>
    public void End()
    {
        IsDue = false;
        Yield();
    }

    /// <summary>It waits for a pause to end and calls nobody meanwhile: others may repeat theirs.</summary>
    public void Yield()
    {
        if (_holds)
        {
            _budget!.Return();
            _holds = false;
        }
    }

    /// <summary>Its request has its final answer.</summary>
    public void Leave()
    {
        End();
        _budget?.Leave();
    }
}
