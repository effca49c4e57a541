using MultiplexCluster.Actors.Serialization.Journal;

namespace MultiplexCluster.Actors.Serialization.Wire;

/// <summary>Messages that are rare: administration, catalog, client keys, aliases. JSON, in the shapes of the journal.</summary>
internal static class AdministrationMappings
{
    private static JsonShapes Shapes => StrictJson.Shapes;

    internal static IEnumerable<Mapping> All =>
    [
        Mapping.Json("create1", Shapes.CreateEndpoint),
        Mapping.Json("describe1", Shapes.DescribeEndpoint),
        Mapping.Json("patch1", Shapes.PatchEndpoint),
        Mapping.Json("rotate1", Shapes.RotateKey),
        Mapping.Json("enable1", Shapes.EnableEndpoint),
        Mapping.Json("disable1", Shapes.DisableEndpoint),
        Mapping.Json("backoff1", Shapes.ResetBackoff),
        Mapping.Json("stats1", Shapes.ResetStats),
        Mapping.Json("delete1", Shapes.DeleteEndpoint),
        Mapping.Json("described1", Shapes.EndpointDescribed),
        Mapping.Json("refused1", Shapes.AdminRefused),
        Mapping.Json("reserve1", Shapes.ReserveId),
        Mapping.Json("reserved1", Shapes.IdReserved),
        Mapping.Json("taken1", Shapes.IdTaken),
        Mapping.Json("release1", Shapes.ReleaseId),
        Mapping.Json("released1", Shapes.IdReleased),
        Mapping.Json("list1", Shapes.ListIds),
        Mapping.Json("ids1", Shapes.EndpointIds),
        Mapping.Json("nocat1", Shapes.CatalogUnavailable),
        Mapping.Json("storekey1", Shapes.StoreClientKey),
        Mapping.Json("keystored1", Shapes.ClientKeyStored),
        Mapping.Json("revoke1", Shapes.RevokeClientKey),
        Mapping.Json("revoked1", Shapes.ClientKeyRevoked),
        Mapping.Json("nokey1", Shapes.ClientKeyNotFound),
        Mapping.Json("watchkeys1", Shapes.WatchClientKeys),
        Mapping.Json("keys1", Shapes.ClientKeysSnapshot),
        Mapping.Json("nokeys1", Shapes.ClientKeysUnavailable),
        Mapping.Json("active1", Shapes.ActiveQuery),
        Mapping.Json("actives1", Shapes.ActivePage),
        Mapping.Json("findreq1", Shapes.FindRequests),
        Mapping.Json("foundreq1", Shapes.RequestsFound),
        Mapping.Json("cancel1", Shapes.CancelRequest),
        Mapping.Json("ended1", Shapes.RequestEnded),
        Mapping.Json("storealias1", Shapes.StoreAlias),
        Mapping.Json("aliasstored1", Shapes.AliasStored),
        Mapping.Json("aliasrefused1", Shapes.AliasRefused),
        Mapping.Json("delalias1", Shapes.DeleteAlias),
        Mapping.Json("aliasgone1", Shapes.AliasDeleted),
        Mapping.Json("noalias1", Shapes.AliasNotFound),
        Mapping.Json("aliasinuse1", Shapes.AliasInUse),
        Mapping.Json("watchaliases1", Shapes.WatchAliases),
        Mapping.Json("aliases1", Shapes.AliasesSnapshot),
        Mapping.Json("noaliases1", Shapes.AliasesUnavailable),
    ];
}
