namespace MultiplexCluster.Actors.Serialization.Journal;

/// <summary>
/// What is stored: JSON, so that an operator can read it in the database without this program. A changed shape
/// gets a new manifest, and the old one keeps its reader for ever.
/// </summary>
internal static class JournalMappings
{
    private static JsonShapes Shapes => StrictJson.Shapes;

    internal static IEnumerable<Mapping> All =>
    [
        Mapping.Json("j.created1", Shapes.EndpointCreated),
        Mapping.Json("j.settings1", Shapes.SettingsChanged),
        Mapping.Json("j.rotated1", Shapes.KeyRotated),
        Mapping.Json("j.backoff1", Shapes.BackoffReset),
        Mapping.Json("j.lifted1", Shapes.QuarantineLifted),
        Mapping.Json("j.stats1", Shapes.StatsReset),
        Mapping.Json("j.deleting1", Shapes.DeletionRequested),
        Mapping.Json("j.removed1", Shapes.EndpointRemoved),
        Mapping.Json("j.reserved1", Shapes.IdWasReserved),
        Mapping.Json("j.released1", Shapes.IdWasReleased),
        Mapping.Json("j.keymade1", Shapes.ClientKeyCreated),
        Mapping.Json("j.keygone1", Shapes.ClientKeyDeleted),
        Mapping.Json("j.aliasset1", Shapes.AliasWasSet),
        Mapping.Json("j.aliasgone1", Shapes.AliasWasDeleted),
        Mapping.Json("j.objects1", Shapes.ObjectsNoted),
        Mapping.Json("s.endpoint1", Shapes.EndpointCheckpoint),
        Mapping.Json("s.catalog1", Shapes.CatalogSnapshot),
        Mapping.Json("s.keys1", Shapes.ClientKeyRegistrySnapshot),
        Mapping.Json("s.aliases1", Shapes.AliasRegistrySnapshot),
        Mapping.Json("s.objects1", Shapes.ObjectMemorySnapshot),
    ];
}
