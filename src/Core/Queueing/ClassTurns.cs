using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Queueing;

/// <summary>
/// Whose turn it is among the three classes, with weights 8 : 4 : 1. Smooth weighted turns: of any 13 with all
/// classes waiting, high gets 8, medium 4, low 1, and none waits for the others' whole share.
/// </summary>
public readonly record struct ClassTurns(int High, int Medium, int Low)
{
    private const int HighWeight = 8;
    private const int MediumWeight = 4;
    private const int LowWeight = 1;

    /// <summary>The class that goes next of those that have somebody waiting, and the turns after it; null when nobody waits.</summary>
    public (PriorityClass Class, ClassTurns After)? Next(bool high, bool medium, bool low)
    {
        var total = (high ? HighWeight : 0) + (medium ? MediumWeight : 0) + (low ? LowWeight : 0);
        if (total == 0)
        {
            return null;
        }

        // A class nobody waits in earns nothing and keeps nothing, so that it can't save up turns.
        var turns = new ClassTurns(
            high ? High + HighWeight : 0,
            medium ? Medium + MediumWeight : 0,
            low ? Low + LowWeight : 0);
        if (high && (!medium || turns.High >= turns.Medium) && (!low || turns.High >= turns.Low))
        {
            return (PriorityClass.High, turns with { High = turns.High - total });
        }

        return medium && (!low || turns.Medium >= turns.Low)
            ? (PriorityClass.Medium, turns with { Medium = turns.Medium - total })
            : (PriorityClass.Low, turns with { Low = turns.Low - total });
    }
}
