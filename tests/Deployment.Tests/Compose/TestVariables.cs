using MultiplexCluster.Deployment.Tests.Settings;

namespace MultiplexCluster.Deployment.Tests.Compose;

/// <summary>A filled-in <c>.env</c>.</summary>
internal static class TestVariables
{
    public static Dictionary<string, string> Required => new()
    {
        ["MULTIPLEX_ADMIN_TOKEN"] = "admin-token-of-the-tests",
        ["MULTIPLEX_MASTER_KEY"] = HostSettings.MasterKey,
        ["POSTGRES_PASSWORD"] = "password",
    };
}
