using System.Collections.Concurrent;

namespace MultiplexCluster.Actors.Tests.Routing;

/// <summary>A caller's request that only keeps what it is told.</summary>
internal sealed class FakeRequest : ProviderRequest
{
    private readonly ConcurrentQueue<FinalAnswer> _answers = [];

    public IReadOnlyList<FinalAnswer> Answers => [.. _answers];

    public string? Name { get; init; }

    public override string? Alias => Name;

    public override void Perform(AttemptOrder order) => throw new InvalidOperationException("the worker is a probe");

    /// <summary>An operator has cancelled it while its call ran.</summary>
    public bool IsCancelled { get; private set; }

    public override void Cancel() => IsCancelled = true;

    public override void Finish(in FinalAnswer answer) => _answers.Enqueue(answer);
}
