using Xunit;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>
/// Services that several test classes share, since each start of one costs seconds: the classes of a collection run
/// one after another. Classes that need one of their own declare a class fixture instead.
/// </summary>
public static class SharedServices
{
    /// <summary>For tests of queues and delays.</summary>
    public const string Waiting = "waiting";

    /// <summary>For tests of failures and choices.</summary>
    public const string Failing = "failing";

    /// <summary>For tests of what passes through and what is counted.</summary>
    public const string Passing = "passing";
}

[CollectionDefinition(SharedServices.Waiting)]
public sealed class WaitingService : ICollectionFixture<RunningService>;

[CollectionDefinition(SharedServices.Failing)]
public sealed class FailingService : ICollectionFixture<RunningService>;

[CollectionDefinition(SharedServices.Passing)]
public sealed class PassingService : ICollectionFixture<RunningService>;
