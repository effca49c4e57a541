using System.Collections.Frozen;
using MultiplexCluster.Actors.Serialization.Journal;
using MultiplexCluster.Actors.Serialization.Wire;

namespace MultiplexCluster.Actors.Serialization;

/// <summary>Every type this program sends or stores.</summary>
internal static class Mappings
{
    private static readonly Mapping[] All =
    [
        .. PermitMappings.All,
        .. ReportMappings.All,
        .. PauseMappings.All,
        .. DirectoryMappings.All,
        .. HandoverMappings.All,
        .. LeaseMappings.All,
        .. ObjectMappings.All,
        .. AdministrationMappings.All,
        .. JournalMappings.All,
    ];

    internal static FrozenDictionary<Type, Mapping> ByType { get; } = All.ToFrozenDictionary(mapping => mapping.Type);

    internal static FrozenDictionary<string, Mapping> ByManifest { get; } =
        All.ToFrozenDictionary(mapping => mapping.Manifest, StringComparer.Ordinal);
}
