using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Routes;

public class FamilyTests
{
    private const ModelSource None = ModelSource.None;
    private const ModelSource Optional = ModelSource.BodyOptional;

    [Theory]
    [InlineData("POST", "/images/generations", "images.generations", Optional, UsageShape.Responses)]
    [InlineData("POST", "/images/edits", "images.edits", Optional, UsageShape.Responses)]
    [InlineData("POST", "/images/variations", "images.variations", Optional, UsageShape.Responses)]
    [InlineData("POST", "/audio/speech", "audio.speech", ModelSource.BodyRequired, UsageShape.Responses)]
    [InlineData("POST", "/audio/transcriptions", "audio.transcriptions", Optional, UsageShape.Responses)]
    [InlineData("POST", "/audio/translations", "audio.translations", Optional, UsageShape.Responses)]
    [InlineData("GET", "/audio/voices", "audio.voices.list", None, UsageShape.None)]
    [InlineData("POST", "/audio/voice_consents", "audio.voice_consents.create", None, UsageShape.None)]
    [InlineData("POST", "/files", "files.create", None, UsageShape.None)]
    [InlineData("GET", "/files/f/content", "files.content", None, UsageShape.Opaque)]
    [InlineData("POST", "/uploads", "uploads.create", None, UsageShape.None)]
    [InlineData("POST", "/uploads/u/parts", "uploads.parts.create", None, UsageShape.None)]
    [InlineData("POST", "/uploads/u/complete", "uploads.complete", None, UsageShape.None)]
    [InlineData("POST", "/uploads/u/cancel", "uploads.cancel", None, UsageShape.None)]
    [InlineData("POST", "/containers/c/files", "containers.files.create", None, UsageShape.None)]
    [InlineData("GET", "/containers/c/files/f/content", "containers.files.content", None, UsageShape.Opaque)]
    [InlineData("POST", "/videos", "videos.create", Optional, UsageShape.None)]
    [InlineData("GET", "/videos/v/content", "videos.content", None, UsageShape.Opaque)]
    [InlineData("POST", "/videos/v/remix", "videos.remix", None, UsageShape.None)]
    [InlineData("POST", "/skills", "skills.create", None, UsageShape.None)]
    [InlineData("GET", "/skills/s/versions/1/content", "skills.versions.content", None, UsageShape.Opaque)]
    [InlineData("POST", "/evals", "evals.create", None, UsageShape.None)]
    [InlineData("POST", "/realtime/calls", "realtime.calls.create", None, UsageShape.None)]
    [InlineData("POST", "/realtime/calls/c/accept", "realtime.calls.accept", Optional, UsageShape.None)]
    [InlineData("POST", "/realtime/calls/c/hangup", "realtime.calls.hangup", None, UsageShape.None)]
    [InlineData("POST", "/realtime/calls/c/refer", "realtime.calls.refer", None, UsageShape.None)]
    [InlineData("POST", "/realtime/calls/c/reject", "realtime.calls.reject", None, UsageShape.None)]
    public void OpenAi_has_these_families(string method, string path, string name, ModelSource model, UsageShape usage) =>
        Matches(ProviderKind.OpenAi, method, path, name, model, usage);

    [Theory]
    [InlineData("POST", "/v1/files", "files.create", UsageShape.None)]
    [InlineData("GET", "/v1/files/f/content", "files.content", UsageShape.Opaque)]
    [InlineData("GET", "/v1/messages/batches/b/results", "messages.batches.results", UsageShape.Opaque)]
    [InlineData("POST", "/v1/skills", "skills.create", UsageShape.None)]
    [InlineData("POST", "/v1/skills/s/versions", "skills.versions.create", UsageShape.None)]
    [InlineData("GET", "/v1/agents", "agents.list", UsageShape.None)]
    [InlineData("POST", "/v1/agents/a", "agents", UsageShape.None)]
    [InlineData("POST", "/v1/sessions", "sessions.create", UsageShape.None)]
    [InlineData("POST", "/v1/sessions/s/events", "sessions.events.send", UsageShape.None)]
    [InlineData("GET", "/v1/sessions/s/events/stream", "sessions", UsageShape.None)]
    [InlineData("POST", "/v1/environments/e/archive", "environments", UsageShape.None)]
    [InlineData("GET", "/v1/vaults/v/credentials", "vaults", UsageShape.None)]
    [InlineData("GET", "/v1/memory_stores/m/memories", "memory_stores", UsageShape.None)]
    public void Anthropic_has_these_families(string method, string path, string name, UsageShape usage) =>
        Matches(ProviderKind.Anthropic, method, path, name, None, usage);

    [Theory]
    [InlineData("POST", "/upload/v1beta/files", "files.upload", None, UsageShape.None)]
    [InlineData("PUT", "/upload/v1/files", "files.upload", None, UsageShape.None)]
    [InlineData("POST", "/upload/v1beta/fileSearchStores/s:uploadToFileSearchStore", "fileSearchStores.upload", None, UsageShape.None)]
    [InlineData("GET", "/v1beta/files/f:download", "files.download", None, UsageShape.Opaque)]
    [InlineData("GET", "/v1beta/generatedFiles/g:download", "generatedFiles.download", None, UsageShape.Opaque)]
    [InlineData("POST", "/v1beta/fileSearchStores/s:importFile", "fileSearchStores", None, UsageShape.None)]
    [InlineData("GET", "/v1beta/corpora/c/permissions/p", "corpora", None, UsageShape.None)]
    [InlineData("PATCH", "/v1beta/tunedModels/t/permissions/p", "tunedModels.permissions", None, UsageShape.None)]
    [InlineData("POST", "/v1beta/interactions", "interactions.create", Optional, UsageShape.Interactions)]
    [InlineData("GET", "/v1beta/interactions/i", "interactions.get", None, UsageShape.Interactions)]
    [InlineData("GET", "/v1beta/models/m/operations/o", "models.operations", None, UsageShape.None)]
    [InlineData("GET", "/v1beta/operations/a/b", "operations", None, UsageShape.None)]
    [InlineData("POST", "/v1beta/openai/images/generations", "openai.images.generations", Optional, UsageShape.Responses)]
    [InlineData("POST", "/v1beta/openai/batches", "openai.batches.create", None, UsageShape.None)]
    [InlineData("GET", "/v1beta/openai/files/f/content", "openai.files.content", None, UsageShape.Opaque)]
    public void Gemini_has_these_families(string method, string path, string name, ModelSource model, UsageShape usage) =>
        Matches(ProviderKind.Gemini, method, path, name, model, usage);

    [Theory]
    [InlineData("POST", "/audio/transcriptions", "audio.transcriptions", Optional, UsageShape.None)]
    [InlineData("POST", "/audio/translations", "audio.translations", Optional, UsageShape.None)]
    [InlineData("POST", "/files", "files.create", None, UsageShape.None)]
    [InlineData("GET", "/batches/b", "batches.get", None, UsageShape.None)]
    public void Groq_has_these_families(string method, string path, string name, ModelSource model, UsageShape usage) =>
        Matches(ProviderKind.Groq, method, path, name, model, usage);

    [Theory]
    [InlineData("GET", "/v1/fine_tunings", "fine_tunings.list")]
    [InlineData("POST", "/v1/fine_tunings", "fine_tunings.create")]
    [InlineData("DELETE", "/v1/fine_tunings/ft_1", "fine_tunings")]
    public void Groqs_fine_tunings_lie_beside_its_OpenAI_paths(string method, string path, string name)
    {
        var codec = ProviderCodecs.For(ProviderKind.Groq);
        var route = codec.MatchOutside(method, path);

        Assert.Equal((name, true), (route?.Name, route?.IsOutsideBasePath));
        Assert.Null(codec.Match(method, path));
        Assert.Null(codec.MatchOutside("GET", "/models"));
        Assert.All([ProviderKind.OpenAi, ProviderKind.Anthropic, ProviderKind.Gemini], kind => Assert.Null(ProviderCodecs.For(kind).MatchOutside(method, path)));
    }

    [Theory]
    [InlineData(ProviderKind.OpenAi, "POST", "/files")]
    [InlineData(ProviderKind.OpenAi, "POST", "/uploads/u/parts")]
    [InlineData(ProviderKind.OpenAi, "POST", "/videos")]
    [InlineData(ProviderKind.OpenAi, "POST", "/realtime/calls")]
    [InlineData(ProviderKind.Anthropic, "POST", "/v1/files")]
    [InlineData(ProviderKind.Anthropic, "POST", "/v1/sessions")]
    [InlineData(ProviderKind.Gemini, "POST", "/upload/v1beta/files")]
    [InlineData(ProviderKind.Groq, "POST", "/files")]
    public void What_makes_an_object_is_not_made_twice(ProviderKind provider, string method, string path)
    {
        Assert.True(ProviderCodecs.For(provider).Match(method, path)!.CreatesPaidObject);
    }

    [Fact]
    public void Only_an_upload_of_Gemini_takes_bytes_whatever_their_type()
    {
        Assert.True(ProviderCodecs.For(ProviderKind.Gemini).Match("POST", "/upload/v1beta/files")!.TakesBytes);
        Assert.False(ProviderCodecs.For(ProviderKind.Gemini).Match("POST", "/v1beta/files")!.TakesBytes);
        Assert.False(ProviderCodecs.For(ProviderKind.OpenAi).Match("POST", "/files")!.TakesBytes);
    }

    private static void Matches(ProviderKind provider, string method, string path, string name, ModelSource model, UsageShape usage)
    {
        var route = ProviderCodecs.For(provider).Match(method, path);

        Assert.NotNull(route);
        Assert.Equal((name, model, usage, false), (route.Name, route.Model, route.Usage, route.IsAdministration));
    }
}
