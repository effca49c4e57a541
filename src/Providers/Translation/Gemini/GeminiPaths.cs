using MultiplexCluster.Providers.Translation.Parameters;

namespace MultiplexCluster.Providers.Translation.Gemini;

/// <summary>Paths that name a model (https://ai.google.dev/api).</summary>
internal static class GeminiPaths
{
    private const string Models = "models/";
    private const string TunedModels = "tunedModels/";

    /// <summary>The model's resource name: <c>models/…</c> unless it names its collection itself.</summary>
    public static string ResourceOf(string model) =>
        model.StartsWith(Models, StringComparison.Ordinal) || model.StartsWith(TunedModels, StringComparison.Ordinal) ? model : Models + model;

    /// <summary>The path of a call; a model that would lead out of its collection is refused.</summary>
    public static string Of(string model, string verb, RequestNotes notes)
    {
        var segments = ResourceOf(model).Split('/');
        if (segments.Length != 2 || segments[1] is "" or "." or "..")
        {
            notes.Refuse(RefusalReason.InvalidValue, "model", "'model' is no name of a Gemini model.");
        }

        return $"/v1beta/{string.Join('/', segments.Select(Uri.EscapeDataString))}:{verb}";
    }
}
