using MultiplexCluster.FakeProviders.Counting;

namespace MultiplexCluster.FakeProviders.Http;

/// <summary>What the connections of one fake share.</summary>
internal sealed class FakeState(FakeOptions options)
{
    public FakeOptions Options => options;

    public Ledger Ledger { get; } = new(options);

    public AnswerCache Answers { get; } = new(options);

    public Stamps Stamps { get; } = new(options.Time);
}
