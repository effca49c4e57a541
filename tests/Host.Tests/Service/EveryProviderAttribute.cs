using System.Reflection;
using MultiplexCluster.FakeProviders;
using Xunit.Sdk;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>Runs a theory once for each of the four providers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryProviderAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<ProviderDialect>().Select(dialect => new object[] { dialect });
}
