using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Queueing;
using MultiplexCluster.Core.Routing;

namespace MultiplexCluster.Core.Moving;

/// <summary>Requests that wait in one pool, by class. Not thread-safe.</summary>
/// <typeparam name="TRequest">What stands for a request.</typeparam>
public sealed class WaitingPool<TRequest>
    where TRequest : class, IMovable
{
    private readonly WaitingGroups<TRequest>[] _classes;
    private ClassTurns _turns;

    internal WaitingPool(PoolKey key)
    {
        Key = key;
        _classes = [new(this), new(this), new(this)];
    }

    /// <summary>The pool.</summary>
    public PoolKey Key { get; }

    /// <summary>Any that waits here.</summary>
    public TRequest? Any => Array.Find(_classes, groups => !groups.IsEmpty)?.Any;

    /// <summary>Of the endpoints with free slots, by which the next look begins: the last one had to end before it.</summary>
    internal int NextFree { get; set; }

    /// <summary>The class whose turn it is of those in which somebody could start; null for none.</summary>
    internal PriorityClass? Turn(bool high, bool medium, bool low)
    {
        if (_turns.Next(high, medium, low) is not { } turn)
        {
            return null;
        }

        _turns = turn.After;
        return turn.Class;
    }

    internal WaitingGroups<TRequest> Of(PriorityClass priority) => _classes[(int)priority];

    /// <returns>Whether nobody is left.</returns>
    internal bool Remove(WaitingGroup<TRequest> group, Waiting<TRequest> waiting)
    {
        Of(waiting.Request!.Priority).Remove(group, waiting);
        return Array.TrueForAll(_classes, groups => groups.IsEmpty);
    }
}
