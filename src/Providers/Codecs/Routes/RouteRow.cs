namespace MultiplexCluster.Providers.Codecs.Routes;

/// <summary>One line of a route table.</summary>
/// <param name="Methods">HTTP methods separated by blanks.</param>
/// <param name="Template">
/// Segments separated by slashes: literal text, <c>{name}</c> for any one segment, <c>{name}:verb</c> for one that
/// ends by that verb, or <c>{name...}</c> for all that is left, at least one segment.
/// </param>
/// <param name="Route">What is known of such calls.</param>
public sealed record RouteRow(string Methods, string Template, ProviderRoute Route);
