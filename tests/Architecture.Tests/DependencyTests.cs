using System.Reflection;
using Xunit;

namespace MultiplexCluster.Architecture.Tests;

public sealed class DependencyTests
{
    private static readonly string[] OwnPrefix = ["MultiplexCluster."];
    private static readonly string[] Platform = ["System", "netstandard", "mscorlib"];

    public static TheoryData<string, string[]> Projects() => new()
    {
        { "Contracts", [] },
        { "Core", ["Contracts"] },
        { "Providers", ["Contracts"] },
        { "Actors", ["Contracts", "Core", "Providers"] },
        { "Host", ["Contracts", "Core", "Providers", "Actors"] },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_those_below_it(string project, string[] below)
    {
        var used = Product.Uses(Of(project)).Where(name => StartsWithAny(name, OwnPrefix)).Select(name => name["MultiplexCluster.".Length..]);

        Assert.Empty(used.Except(below));
    }

    [Theory]
    [InlineData("Contracts")]
    [InlineData("Core")]
    [InlineData("Providers")]
    public void Contracts_core_and_providers_use_the_platform_only(string project) =>
        Assert.All(Product.Uses(Of(project)), name => Assert.True(StartsWithAny(name, [.. Platform, .. OwnPrefix]), $"{project} uses {name}"));

    [Fact]
    public void Only_the_actors_and_the_host_use_akka() =>
        Assert.All(
            Product.Assemblies.Except([Product.Actors, Product.Host]),
            assembly => Assert.DoesNotContain(Product.Uses(assembly), name => name.StartsWith("Akka", StringComparison.Ordinal)));

    [Fact]
    public void The_actors_know_nothing_of_http() =>
        Assert.DoesNotContain(
            Product.Uses(Product.Actors),
            name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name is "System.Net.Http");

    [Fact]
    public void The_core_has_no_tasks_no_clock_and_no_logger_in_what_it_shows()
    {
        var banned = new[] { typeof(Task), typeof(ValueTask), typeof(TimeProvider) };

        Assert.All(Signatures(Product.Core), s => Assert.DoesNotContain(s.Types, t => banned.Any(b => b.IsAssignableFrom(t) || t.Name.Contains("ILogger", StringComparison.Ordinal))));
    }

    [Fact]
    public void No_actor_reference_stands_in_a_public_signature()
    {
        var shown = Product.Assemblies.SelectMany(Signatures)
            .Where(s => s.Types.Any(t => t.FullName is "Akka.Actor.IActorRef" or "Akka.Actor.ICanTell"))
            .Select(s => s.Member);

        Assert.Empty(shown);
    }

    private static IEnumerable<(string Member, IReadOnlyList<Type> Types)> Signatures(Assembly assembly)
    {
        const BindingFlags Shown = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in Product.Types(assembly).Where(t => t.IsVisible))
        {
            foreach (var method in type.GetMethods(Shown))
            {
                yield return ($"{type}.{method.Name}", Parts([method.ReturnType, .. method.GetParameters().Select(p => p.ParameterType)]));
            }

            foreach (var constructor in type.GetConstructors(Shown))
            {
                yield return ($"{type}..ctor", Parts(constructor.GetParameters().Select(p => p.ParameterType)));
            }

            foreach (var field in type.GetFields(Shown))
            {
                yield return ($"{type}.{field.Name}", Parts([field.FieldType]));
            }
        }
    }

    // A list of a thing shows the thing.
    private static List<Type> Parts(IEnumerable<Type> types)
    {
        var parts = new List<Type>();
        foreach (var type in types)
        {
            var inner = type.HasElementType ? type.GetElementType()! : type;
            parts.Add(inner);
            parts.AddRange(Parts(inner.GetGenericArguments()));
        }

        return parts;
    }

    private static bool StartsWithAny(string name, IEnumerable<string> prefixes) =>
        prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static Assembly Of(string project) => Product.Assemblies.Single(a => a.GetName().Name == $"MultiplexCluster.{project}");
}
