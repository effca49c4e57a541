using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Aliases;

/// <summary>The aliases as this node knows them; read from any thread.</summary>
public sealed class AliasList
{
    private readonly Lock _lock = new();
    private readonly List<(long Version, TaskCompletionSource Known)> _waiting = [];
    private volatile IReadOnlyList<Alias> _aliases = [];
    private long _version;

    /// <summary>All aliases, by name.</summary>
    public IReadOnlyList<Alias> Aliases => _aliases;

    internal void Replace(IReadOnlyList<Alias> aliases, long version)
    {
        lock (_lock)
        {
            (_aliases, _version) = (aliases, version);
            _waiting.RemoveAll(w => w.Version <= version && w.Known.TrySetResult());
        }
    }

    /// <summary>Completes once this version, or a later one, is known here.</summary>
    internal Task KnowsAsync(long version)
    {
        lock (_lock)
        {
            if (_version >= version)
            {
                return Task.CompletedTask;
            }

            var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((version, known));
            return known.Task;
        }
    }
}
