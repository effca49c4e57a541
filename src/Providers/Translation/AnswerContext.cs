namespace MultiplexCluster.Providers.Translation;

/// <summary>What an answer in OpenAI's format says that the provider's does not.</summary>
/// <param name="Id">The answer's id where the provider gives none.</param>
/// <param name="Model">The model's name where the provider repeats none.</param>
/// <param name="Created">When the answer was made.</param>
/// <param name="Wishes">Those of the request it answers.</param>
public sealed record AnswerContext(string Id, string Model, DateTimeOffset Created, AnswerWishes Wishes);
