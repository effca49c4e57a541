using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Queueing;

/// <summary>
/// Whose turn it is among the three classes, with weights 8 : 4 : 1. Smooth weighted turns: of any 13 with all
/// classes waiting, high gets 8, medium 4, low 1, and none waits for the others' whole share. A class whose oldest
/// waiter is old (see <see cref="Ageing"/>) weighs what the class above does; low keeps its thirteenth all the same.
/// </summary>
public readonly record struct ClassTurns(int High, int Medium, int Low)
{
    /// <summary>The class that goes next of those that have somebody waiting, and the turns after it; null when nobody waits.</summary>
    public (PriorityClass Class, ClassTurns After)? Next(bool high, bool medium, bool low, bool mediumIsOld = false, bool lowIsOld = false)
    {
        var weights = Weights(medium && mediumIsOld, low && lowIsOld);
        var total = (high ? weights.High : 0) + (medium ? weights.Medium : 0) + (low ? weights.Low : 0);
        if (total == 0)
        {
            return null;
        }

        // A class nobody waits in earns nothing and keeps nothing, so that it can't save up turns.
        var turns = new ClassTurns(
            high ? High + weights.High : 0,
            medium ? Medium + weights.Medium : 0,
            low ? Low + weights.Low : 0);
        if (high && (!medium || turns.High >= turns.Medium) && (!low || turns.High >= turns.Low))
        {
            return (PriorityClass.High, turns with { High = turns.High - total });
        }

        return medium && (!low || turns.Medium >= turns.Low)
            ? (PriorityClass.Medium, turns with { Medium = turns.Medium - total })
            : (PriorityClass.Low, turns with { Low = turns.Low - total });
    }

    // All rows add up to the same, so that a turn costs the same whoever is old, and low's is never below a thirteenth.
    private static (int High, int Medium, int Low) Weights(bool mediumIsOld, bool lowIsOld) => (mediumIsOld, lowIsOld) switch
    {
        (false, false) => (160, 80, 20), // 8 : 4 : 1
        (true, false) => (120, 120, 20), // high and medium alike
        (false, true) => (130, 65, 65), // 8 : 4 : 4
        (true, true) => (104, 104, 52), // 8 : 8 : 4
    };
}
