using CsCheck;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Catalog;
using Xunit;

namespace MultiplexCluster.Core.Tests.Catalog;

public sealed class CatalogStateTests
{
    private static readonly EndpointId A = EndpointId.Parse("a");

    private static readonly Gen<IJournalType> Events =
        Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Bool).Select((id, isReserved, flag) => isReserved
            ? (IJournalType)new IdWasReserved(EndpointId.Parse($"e{id}"), flag)
            : new IdWasReleased(EndpointId.Parse($"e{id}"), flag));

    [Fact]
    public void An_id_exists_from_its_reservation_to_its_release()
    {
        var state = new CatalogState();

        state.Apply(new IdWasReserved(A, FromEnvironment: false));
        Assert.True(state.Contains(A));
        state.Apply(new IdWasReleased(A, WasDeleted: true));
        Assert.False(state.Contains(A));
        Assert.False(state.WasDeleted(A));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Only_an_endpoint_of_the_environment_that_an_operator_deleted_stays_deleted(bool fromEnvironment, bool byOperator, bool stays)
    {
        var state = new CatalogState();

        state.Apply(new IdWasReserved(A, fromEnvironment));
        state.Apply(new IdWasReleased(A, byOperator));

        Assert.Equal(stays, state.WasDeleted(A));
    }

    [Fact]
    public void A_snapshot_and_the_events_after_it_lead_to_the_same_state_as_all_events() =>
        Gen.Select(Events.Array[0, 20], Events.Array[0, 20]).Sample((before, after) =>
        {
            var whole = Folded(new CatalogState(), [.. before, .. after]);
            var restored = new CatalogState();
            restored.Restore(Folded(new CatalogState(), before).ToSnapshot());
            return Text(whole) == Text(Folded(restored, after));
        });

    [Fact]
    public void An_unknown_event_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CatalogState().Apply(new ClientKeyDeleted("x")));

    private static CatalogState Folded(CatalogState state, IEnumerable<IJournalType> events)
    {
        foreach (var e in events)
        {
            state.Apply(e);
        }

        return state;
    }

    private static string Text(CatalogState state)
    {
        var snapshot = state.ToSnapshot();
        return string.Join('|', new[] { snapshot.Ids, snapshot.FromEnvironment, snapshot.DeletedFromEnvironment }
            .Select(ids => string.Join(',', ids.Select(id => id.Value).Order(StringComparer.Ordinal))));
    }
}
