namespace MultiplexCluster.Core.Queueing;

/// <summary>
/// When a waiter is old: it has used three quarters of the wait it is allowed. The class it stands first in then takes
/// turns as the class above does, until it is served.
/// </summary>
public static class Ageing
{
    /// <summary>The moment from which it is old.</summary>
    /// <param name="deadline">When its wait ends.</param>
    /// <param name="allowed">How long it may wait in all, what it waited before included.</param>
    public static TimeSpan OldFrom(TimeSpan deadline, TimeSpan allowed) => deadline - (allowed / 4);
}
