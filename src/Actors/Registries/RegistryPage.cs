namespace MultiplexCluster.Actors.Registries;

/// <summary>A page of a list.</summary>
/// <param name="Items">Those of this page.</param>
/// <param name="Version">The same on all pages of one list.</param>
/// <param name="Page">Counts the pages of one list, from 0.</param>
/// <param name="HasMore">Another page follows.</param>
internal readonly record struct RegistryPage<TItem>(IReadOnlyList<TItem> Items, long Version, int Page, bool HasMore);
