using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;
using Xunit;

namespace MultiplexCluster.Architecture.Tests;

public sealed class MessageTests
{
    private static readonly IReadOnlyList<Type> Concrete =
        [.. Product.Types(Product.Contracts).Where(t => t is { IsInterface: false, IsEnum: false } && !(t.IsAbstract && t.IsSealed))];

    [Fact]
    public void Every_class_of_the_contracts_is_sealed_or_abstract() =>
        Assert.All(Concrete.Where(t => t.IsClass), t => Assert.True(t.IsSealed || t.IsAbstract, $"{t} can be derived from"));

    [Fact]
    public void What_stands_in_the_protocol_may_cross_nodes_or_is_part_of_what_may()
    {
        var messages = Concrete.Where(t => typeof(IWireMessage).IsAssignableFrom(t)).ToList();
        var parts = messages.SelectMany(Parts).ToHashSet();

        Assert.All(
            Concrete.Where(t => t.Namespace == typeof(IWireMessage).Namespace),
            t => Assert.True(messages.Contains(t) || parts.Contains(t), $"{t} is neither a message nor part of one"));
    }

    [Fact]
    public void What_stands_in_durability_is_stored_or_is_part_of_what_is()
    {
        var stored = Concrete.Where(t => typeof(IJournalType).IsAssignableFrom(t)).ToList();
        var parts = stored.SelectMany(Parts).ToHashSet();

        Assert.All(
            Concrete.Where(t => t.Namespace == typeof(IJournalType).Namespace),
            t => Assert.True(stored.Contains(t) || parts.Contains(t), $"{t} is neither stored nor part of what is"));
    }

    [Fact]
    public void No_message_carries_an_object_or_an_actor() =>
        Assert.All(
            Concrete.Where(t => typeof(IWireMessage).IsAssignableFrom(t) || typeof(IJournalType).IsAssignableFrom(t)),
            t => Assert.DoesNotContain(Parts(t), part => part == typeof(object) || part.FullName == "Akka.Actor.IActorRef"));

    [Fact]
    public void Messages_of_one_node_are_sealed_too() =>
        Assert.All(
            Product.Types(Product.Actors).Where(t => t.IsClass && t.GetInterface("Akka.Actor.INoSerializationVerificationNeeded") is not null),
            t => Assert.True(t.IsSealed, $"{t} can be derived from"));

    // The types of a message's properties, and of theirs.
    private static HashSet<Type> Parts(Type message)
    {
        var found = new HashSet<Type>();
        var open = new Stack<Type>([message]);
        while (open.TryPop(out var type))
        {
            foreach (var part in type.GetProperties().SelectMany(p => p.PropertyType.GetGenericArguments().Append(p.PropertyType)))
            {
                if (found.Add(part) && part.Assembly == Product.Contracts)
                {
                    open.Push(part);
                }
            }
        }

        return found;
    }
}
