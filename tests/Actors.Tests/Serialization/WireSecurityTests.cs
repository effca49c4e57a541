using System.Runtime.Serialization;
using System.Text;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiplexCluster.Actors.Serialization;

namespace MultiplexCluster.Actors.Tests.Serialization;

public sealed class WireSecurityTests : IAsyncLifetime
{
    private readonly IHost _host = Build();
    private Akka.Serialization.Serialization _serialization = null!;

    public async Task InitializeAsync()
    {
        await _host.StartAsync();
        _serialization = ((ExtendedActorSystem)_host.Services.GetRequiredService<ActorSystem>()).Serialization;
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public void A_payload_that_names_a_type_instantiates_nothing()
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"$type":"{{typeof(Trap).AssemblyQualifiedName}}","Bait":"x"}""");

        Assert.Throws<SerializationException>(() => _serialization.Deserialize(payload, 1, ""));
        Assert.Throws<SerializationException>(() => _serialization.Deserialize(payload, 1, typeof(object)));
        Assert.Throws<SerializationException>(() => _serialization.Deserialize(payload, 1, typeof(Trap).AssemblyQualifiedName!));
        Assert.False(Trap.Sprung);
    }

    [Fact]
    public void A_type_without_a_binding_does_not_leave() =>
        Assert.Throws<SerializationException>(() => _serialization.FindSerializerFor(new Trap()));

    [Fact]
    public void Wire_messages_go_by_the_projects_own_serializer()
    {
        var serializer = _serialization.FindSerializerFor(new EndpointGone(EndpointId.Parse("e")));
        Assert.Equal(MultiplexSerializer.FixedIdentifier, serializer.Identifier);
    }

    private static IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddAkka("wire", akka => akka.WithMultiplexSerialization());
        return builder.Build();
    }

    public sealed class Trap
    {
        private string? _bait;

        public static bool Sprung { get; private set; }

        public string? Bait
        {
            get => _bait;
            set
            {
                Sprung = true;
                _bait = value;
            }
        }
    }
}
