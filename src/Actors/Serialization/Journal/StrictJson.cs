using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary><see cref="JsonShapes"/> with the converters that make them strict.</summary>
internal static class StrictJson
{
    internal static JsonShapes Shapes { get; } = new(new JsonSerializerOptions(JsonShapes.Default.Options)
    {
        Converters =
        {
            new EndpointIdConverter(),
            new RouterIdConverter(),
            new RequestIdConverter(),
            new NumberedEnumConverter<ActiveState>(),
            new NumberedEnumConverter<ProviderKind>(),
            new NumberedEnumConverter<PriorityClass>(),
            new NumberedEnumConverter<EndpointState>(),
            new NumberedEnumConverter<AdminRefusal>(),
            new NumberedEnumConverter<AliasFault>(),
            new SettingsConverter(),
            new StatsConverter(),
            new PatchConverter(),
            new PlacesConverter(),
            new MarksConverter(),
            new ChangeConverter<string?>(takesNull: true),
            new ChangeConverter<int>(takesNull: false),
            new ChangeConverter<int?>(takesNull: true),
            new ChangeConverter<bool>(takesNull: false),
            new ChangeConverter<double>(takesNull: false),
            new ChangeConverter<TimeSpan>(takesNull: false),
            new ChangeConverter<PriorityClass>(takesNull: false),
            new ChangeConverter<IReadOnlyList<string>>(takesNull: false),
        },
    });
}
