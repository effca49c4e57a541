using System.Text.Json.Serialization;
using MultiplexCluster.Contracts.Durability;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>
/// The JSON of everything stored and of the rare messages. A record's parameter without a default is required; one
/// that comes later gets a default, so that bytes from before it stay readable. Unknown fields are passed over.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true,
    AllowDuplicateProperties = false,
    MaxDepth = 16)]
[JsonSerializable(typeof(CreateEndpoint))]
[JsonSerializable(typeof(DescribeEndpoint))]
[JsonSerializable(typeof(PatchEndpoint))]
[JsonSerializable(typeof(RotateKey))]
[JsonSerializable(typeof(EnableEndpoint))]
[JsonSerializable(typeof(DisableEndpoint))]
[JsonSerializable(typeof(ResetBackoff))]
[JsonSerializable(typeof(ResetStats))]
[JsonSerializable(typeof(DeleteEndpoint))]
[JsonSerializable(typeof(EndpointDescribed))]
[JsonSerializable(typeof(AdminRefused))]
[JsonSerializable(typeof(ReserveId))]
[JsonSerializable(typeof(IdReserved))]
[JsonSerializable(typeof(IdTaken))]
[JsonSerializable(typeof(ReleaseId))]
[JsonSerializable(typeof(IdReleased))]
[JsonSerializable(typeof(ListIds))]
[JsonSerializable(typeof(EndpointIds))]
[JsonSerializable(typeof(CatalogUnavailable))]
[JsonSerializable(typeof(StoreClientKey))]
[JsonSerializable(typeof(ClientKeyStored))]
[JsonSerializable(typeof(RevokeClientKey))]
[JsonSerializable(typeof(ClientKeyRevoked))]
[JsonSerializable(typeof(ClientKeyNotFound))]
[JsonSerializable(typeof(WatchClientKeys))]
[JsonSerializable(typeof(ClientKeysSnapshot))]
[JsonSerializable(typeof(ClientKeysUnavailable))]
[JsonSerializable(typeof(ActiveQuery))]
[JsonSerializable(typeof(ActivePage))]
[JsonSerializable(typeof(FindRequests))]
[JsonSerializable(typeof(RequestsFound))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(RequestEnded))]
[JsonSerializable(typeof(StoreAlias))]
[JsonSerializable(typeof(AliasStored))]
[JsonSerializable(typeof(AliasRefused))]
[JsonSerializable(typeof(DeleteAlias))]
[JsonSerializable(typeof(AliasDeleted))]
[JsonSerializable(typeof(AliasNotFound))]
[JsonSerializable(typeof(AliasInUse))]
[JsonSerializable(typeof(WatchAliases))]
[JsonSerializable(typeof(AliasesSnapshot))]
[JsonSerializable(typeof(AliasesUnavailable))]
[JsonSerializable(typeof(AliasWasSet))]
[JsonSerializable(typeof(AliasWasDeleted))]
[JsonSerializable(typeof(AliasRegistrySnapshot))]
[JsonSerializable(typeof(EndpointCreated))]
[JsonSerializable(typeof(SettingsChanged))]
[JsonSerializable(typeof(KeyRotated))]
[JsonSerializable(typeof(BackoffReset))]
[JsonSerializable(typeof(QuarantineLifted))]
[JsonSerializable(typeof(StatsReset))]
[JsonSerializable(typeof(DeletionRequested))]
[JsonSerializable(typeof(EndpointRemoved))]
[JsonSerializable(typeof(IdWasReserved))]
[JsonSerializable(typeof(IdWasReleased))]
[JsonSerializable(typeof(ClientKeyCreated))]
[JsonSerializable(typeof(ClientKeyDeleted))]
[JsonSerializable(typeof(EndpointCheckpoint))]
[JsonSerializable(typeof(CatalogSnapshot))]
[JsonSerializable(typeof(ClientKeyRegistrySnapshot))]
[JsonSerializable(typeof(ObjectsNoted))]
[JsonSerializable(typeof(ObjectMemorySnapshot))]
[JsonSerializable(typeof(PlacesDocument))]
[JsonSerializable(typeof(SettingsDocument))]
[JsonSerializable(typeof(StatsDocument))]
[JsonSerializable(typeof(PatchDocument))]
internal sealed partial class JsonShapes : JsonSerializerContext;
