using System.Collections.Concurrent;

namespace MultiplexCluster.Actors.Endpoints;

/// <summary>
/// The endpoints of this node whose stored state could not be read at their last start. A persistent actor that can't
/// recover always stops, so the next one under its id is a stand-in that says why.
/// </summary>
internal sealed class UnreadableEndpoints
{
    private readonly ConcurrentDictionary<string, string> _reasons = new(StringComparer.Ordinal);

    /// <summary>The endpoint could not be read.</summary>
    internal void Add(string entityId, string reason) => _reasons[entityId] = reason;

    /// <summary>Why it could not be read, told once: the stand-in's successor tries again.</summary>
    internal string? Take(string entityId) => _reasons.TryRemove(entityId, out var reason) ? reason : null;
}
