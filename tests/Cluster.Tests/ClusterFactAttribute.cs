using MultiplexCluster.Cluster.Database;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>
/// A test that needs a PostgreSQL server: skipped, with the reason, where none is installed. Where
/// <c>MULTIPLEX_REQUIRE_POSTGRESQL=1</c>, as in CI, it fails instead.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute()
    {
        if (!MayRun)
        {
            Skip = PostgresPrograms.Missing;
        }
    }

    /// <summary>Whether tests run, be it to fail.</summary>
    public static bool MayRun => PostgresPrograms.Missing is null || Environment.GetEnvironmentVariable("MULTIPLEX_REQUIRE_POSTGRESQL") == "1";
}
