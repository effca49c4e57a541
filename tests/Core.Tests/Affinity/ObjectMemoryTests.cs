using CsCheck;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Core.Affinity;
using Xunit;

namespace MultiplexCluster.Core.Tests.Affinity;

public sealed class ObjectMemoryTests
{
    private static readonly Gen<(int Key, int Endpoint)[]> Notes = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 3]).Array[0, 60];

    [Fact]
    public void It_holds_the_newest_and_no_more_than_it_may() => Gen.Select(Notes, Gen.Int[1, 8]).Sample((notes, capacity) =>
    {
        var memory = new ObjectMemory(capacity);
        List<ObjectPlace> expected = [];
        foreach (var place in notes.Select(n => Place(n.Key, n.Endpoint)))
        {
            var isNews = !expected.Contains(place);
            Assert.Equal(isNews, memory.Note(place));
            expected.RemoveAll(known => known.Key == place.Key);
            expected.Add(place);
            expected = [.. expected.TakeLast(capacity)];
            Assert.Equal(expected, memory.Places);
            Assert.Equal(expected.Count, memory.Count);
        }

        Assert.All(expected, place => Assert.True(memory.Knows(place)));
        Assert.All(expected, place => Assert.Equal(place.Endpoint, memory.Find(place.Key)));
    });

    [Fact]
    public void What_is_asked_for_is_remembered_longer()
    {
        var memory = new ObjectMemory(2);
        memory.Note(Place(1, 0));
        memory.Note(Place(2, 0));

        memory.Find(Place(1, 0).Key);
        memory.Note(Place(3, 0));

        Assert.Null(memory.Find(Place(2, 0).Key));
        Assert.NotNull(memory.Find(Place(1, 0).Key));
    }

    [Fact]
    public void A_memory_made_of_anothers_places_is_the_same() => Notes.Sample(notes =>
    {
        var (memory, copy) = (new ObjectMemory(5), new ObjectMemory(5));
        notes.ToList().ForEach(n => memory.Note(Place(n.Key, n.Endpoint)));
        memory.Places.ToList().ForEach(place => copy.Note(place));

        Assert.Equal(memory.Places, copy.Places);
    });

    [Fact]
    public void All_that_is_learned_is_saved_once_whatever_fails_in_between() => Gen.Select(Notes, Gen.Bool.Array[60]).Sample((notes, fails) =>
    {
        var memory = new ObjectMemory(100);
        var unsaved = new UnsavedPlaces(memory);
        Dictionary<ObjectKey, EndpointId> stored = [];
        void Save(bool failing)
        {
            var batch = unsaved.Take(3);
            Assert.True(batch.Count <= 3);
            Assert.Equal(batch.Count > 0, unsaved.IsSaving);
            if (failing)
            {
                unsaved.Failed();
                return;
            }

            batch.ToList().ForEach(place => stored[place.Key] = place.Endpoint);
            unsaved.Saved();
        }

        foreach (var ((key, endpoint), failing) in notes.Zip(fails))
        {
            if (memory.Note(Place(key, endpoint)))
            {
                unsaved.Add(Place(key, endpoint));
            }

            Save(failing);
        }

        while (unsaved.HasMore)
        {
            Save(failing: false);
        }

        Assert.Equal(memory.Places.ToHashSet(), stored.Select(s => new ObjectPlace(s.Key, s.Value)).ToHashSet());
    });

    [Fact]
    public void What_was_learned_anew_while_an_older_write_failed_is_not_overwritten()
    {
        var memory = new ObjectMemory(4);
        var unsaved = new UnsavedPlaces(memory);
        memory.Note(Place(1, 0));
        unsaved.Add(Place(1, 0));
        unsaved.Take(5);
        memory.Note(Place(1, 2));
        unsaved.Add(Place(1, 2));

        unsaved.Failed();

        Assert.Equal([Place(1, 2)], unsaved.Take(5));
    }

    [Fact]
    public void What_is_forgotten_is_not_kept_for_a_store_that_is_away()
    {
        var memory = new ObjectMemory(2);
        var unsaved = new UnsavedPlaces(memory);
        foreach (var place in Enumerable.Range(0, 50).Select(i => Place(i, 0)))
        {
            memory.Note(place);
            unsaved.Add(place);
            unsaved.Prune();
            Assert.True(unsaved.Count <= 2);
        }

        Assert.Equal([Place(48, 0), Place(49, 0)], unsaved.Take(9));
    }

    private static ObjectPlace Place(int key, int endpoint) => new(new ObjectKey(key, key), EndpointId.Parse($"e{endpoint}"));
}
