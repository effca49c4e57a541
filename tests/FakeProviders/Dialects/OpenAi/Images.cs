using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary><c>/images/generations</c>, <c>/images/edits</c> and <c>/images/variations</c>: a PNG of one pixel.</summary>
internal static class Images
{
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

    public static Reply? Answer(Dialect dialect, Request request) => (request.Method, request.Path) switch
    {
        ("POST", ["images", "generations"]) => request.Text("prompt") is null ? dialect.Refuse(400, "'prompt' is required.") : Picture(dialect),
        ("POST", ["images", "edits" or "variations"]) => IsThere(request) ? Picture(dialect) : dialect.Refuse(400, "'image' is required."),
        _ => null,
    };

    // Clients name a list of files image[].
    private static bool IsThere(Request request) => request.Form().Parts.Any(p => p.Name is "image" or "image[]");

    private static Reply Picture(Dialect dialect) => dialect.Good(new JsonObject
    {
        ["created"] = OpenAiLists.Created,
        ["data"] = new JsonArray(new JsonObject { ["b64_json"] = Pixel }),
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = FakeTokens.Input,
            ["output_tokens"] = FakeTokens.Output,
            ["total_tokens"] = FakeTokens.Input + FakeTokens.Output,
            ["input_tokens_details"] = new JsonObject { ["text_tokens"] = FakeTokens.Input, ["image_tokens"] = 0 },
        },
    }.ToJsonString());
}
