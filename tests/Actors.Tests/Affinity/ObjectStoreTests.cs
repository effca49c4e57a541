using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using MultiplexCluster.Actors.Affinity;
using MultiplexCluster.Actors.Endpoints;
using MultiplexCluster.Actors.Tests.Storage;

namespace MultiplexCluster.Actors.Tests.Affinity;

/// <summary>A partition on the store of production.</summary>
public sealed class ObjectStoreTests : IDisposable
{
    private const string CountEvents = "SELECT COUNT(*) FROM journal WHERE persistence_id = 'objects-7'";
    private static readonly EndpointId A = EndpointId.Parse("a");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly StoreOnDisk _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_it_stores_stays_bounded_and_survives_a_restart()
    {
        const int Events = 105;
        using (var host = await _store.Start())
        {
            var partition = Started(host);
            for (var i = 0; i < Events; i++)
            {
                await partition.Ask<ObjectsKept>(new NoteObjects(7, i, [new ObjectPlace(Key(i), A)]), Patience);
            }

            var began = Stopwatch.GetTimestamp();
            while (Convert.ToInt32(_store.Scalar(CountEvents), CultureInfo.InvariantCulture) is > 15 and var events)
            {
                Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"{events} events are stored");
                await Task.Yield();
            }

            await host.StopAsync();
        }

        using var again = await _store.Start();
        var recovered = Started(again);
        foreach (var i in new[] { Events - 100, 99, 100, Events - 1 })
        {
            Assert.Equal(A, (await recovered.Ask<ObjectFound>(new FindObject(7, Key(i)), Patience)).Endpoint);
        }

        Assert.Null((await recovered.Ask<ObjectFound>(new FindObject(7, Key(0)), Patience)).Endpoint);
        await again.StopAsync();
    }

    private static ObjectKey Key(int i) => new(i, i);

    private static IActorRef Started(Microsoft.Extensions.Hosting.IHost host) =>
        host.Services.GetRequiredService<ActorSystem>().ActorOf(ObjectPartition.Props("7", 100, new CheckpointPace(TimeSpan.Zero), eventsPerSnapshot: 20));
}
