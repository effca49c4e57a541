using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Objects;

/// <summary>Something a key has made.</summary>
/// <param name="Kind">Which list it is in, such as <c>files</c>.</param>
/// <param name="Id">The provider's id.</param>
/// <param name="Json">What the provider says of it.</param>
/// <param name="Content">Its bytes; empty where it has none.</param>
internal sealed record StoredObject(string Kind, string Id, JsonObject Json, byte[] Content);
