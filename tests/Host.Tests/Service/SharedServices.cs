using Xunit;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>
/// Services that several test classes share, since each start of one costs seconds: the classes of a collection run
/// one after another, and the collections side by side, so each should take about as long as the others. Classes that
/// need a service of their own declare a class fixture instead.
/// </summary>
public static class SharedServices
{
    /// <summary>For tests of queues and of delays that the provider names.</summary>
    public const string Waiting = "waiting";

    /// <summary>For tests of failures and choices.</summary>
    public const string Failing = "failing";

    /// <summary>For tests of what passes through and what is counted, and of delays that nobody names.</summary>
    public const string Passing = "passing";

    /// <summary>For tests of what a service keeps: settings, and totals over all its endpoints, of which there are few here.</summary>
    public const string Keeping = "keeping";

    /// <summary>For tests that make so many calls at once that others would suffer: they run alone.</summary>
    public const string Crowded = "crowded";
}

[CollectionDefinition(SharedServices.Waiting)]
public sealed class WaitingService : ICollectionFixture<RunningService>;

[CollectionDefinition(SharedServices.Failing)]
public sealed class FailingService : ICollectionFixture<RunningService>;

[CollectionDefinition(SharedServices.Passing)]
public sealed class PassingService : ICollectionFixture<RunningService>;

[CollectionDefinition(SharedServices.Keeping)]
public sealed class KeepingService : ICollectionFixture<RunningService>;

[CollectionDefinition(SharedServices.Crowded, DisableParallelization = true)]
public sealed class CrowdedService : ICollectionFixture<RunningService>;
