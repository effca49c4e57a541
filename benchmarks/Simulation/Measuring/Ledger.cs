using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Simulation.Nodes;

namespace MultiplexCluster.Simulation.Measuring;

/// <summary>What became of every request, and when calls were made.</summary>
internal sealed class Ledger
{
    private readonly List<FinishedRequest> _finished = [];
    private readonly List<(TimeSpan At, bool IsRetry)> _attempts = [];

    public IReadOnlyList<FinishedRequest> Finished => _finished;

    public IReadOnlyList<(TimeSpan At, bool IsRetry)> Attempts => _attempts;

    /// <summary>The longest that a slot stood free beside a request that could have used it.</summary>
    public TimeSpan LongestIdle { get; set; }

    public void Attempt(TimeSpan at, bool isRetry) => _attempts.Add((at, isRetry));

    public void Done(SimulatedRequest request, RequestOutcome outcome, TimeSpan now) =>
        _finished.Add(new FinishedRequest(request.Wish.Caller, request.Priority, request.Arrived, now, request.Waited, request.Attempts, outcome));
}

/// <summary>A request with its final answer.</summary>
/// <param name="Caller">Whose it was.</param>
/// <param name="Priority">Its class.</param>
/// <param name="Arrived">When it came.</param>
/// <param name="Ended">When it was answered.</param>
/// <param name="Waited">In queues and backoff.</param>
/// <param name="Attempts">Calls made for it.</param>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct FinishedRequest(
    int Caller, PriorityClass Priority, TimeSpan Arrived, TimeSpan Ended, TimeSpan Waited, int Attempts, RequestOutcome Outcome);
