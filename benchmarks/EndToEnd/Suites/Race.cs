using MultiplexCluster.EndToEnd.Measuring;
using MultiplexCluster.EndToEnd.Processes;

namespace MultiplexCluster.EndToEnd.Suites;

/// <summary>The same load against the upstream itself, the baseline and the host.</summary>
internal sealed record Race(
    Contender Direct,
    Contender Baseline,
    Contender Host,
    ServerProcess BaselineProcess,
    ServerProcess HostProcess) : IDisposable
{
    public IReadOnlyList<Contender> All => [Direct, Baseline, Host];

    public void Dispose()
    {
        foreach (var contender in All)
        {
            contender.Dispose();
        }
    }
}
