using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Providers.Codecs;
using Xunit;
using static MultiplexCluster.Providers.Codecs.ObjectUse;

namespace MultiplexCluster.Providers.Tests.Codecs.Routes;

public class ObjectUseTests
{
    [Theory]
    [InlineData("POST", "/chat/completions", CreatesIfStored, null)]
    [InlineData("GET", "/chat/completions", Lists, null)]
    [InlineData("GET", "/chat/completions/c_1/messages", Names, "c_1")]
    [InlineData("POST", "/responses", Creates, null)]
    [InlineData("GET", "/responses/resp_1", Names, "resp_1")]
    [InlineData("POST", "/responses/resp_1/cancel", Names, "resp_1")]
    [InlineData("POST", "/responses/compact", None, null)]
    [InlineData("POST", "/conversations", Creates, null)]
    [InlineData("GET", "/conversations/conv_1/items/msg_1", Names, "conv_1")]
    [InlineData("POST", "/embeddings", None, null)]
    [InlineData("GET", "/models", None, null)]
    [InlineData("GET", "/models/ft:gpt", None, null)]
    [InlineData("GET", "/files", Lists, null)]
    [InlineData("POST", "/files", Creates, null)]
    [InlineData("DELETE", "/files/file-1", Names, "file-1")]
    [InlineData("GET", "/files/file%201/content", Names, "file 1")]
    [InlineData("POST", "/uploads", Creates, null)]
    [InlineData("POST", "/uploads/u_1/complete", Names | Creates, "u_1")]
    [InlineData("POST", "/uploads/u_1/cancel", Names, "u_1")]
    [InlineData("GET", "/batches", Lists, null)]
    [InlineData("POST", "/batches", Creates, null)]
    [InlineData("POST", "/batches/b_1/cancel", Names, "b_1")]
    [InlineData("POST", "/fine_tuning/jobs", Creates, null)]
    [InlineData("GET", "/fine_tuning/jobs/ft_1/checkpoints", Names, "ft_1")]
    [InlineData("GET", "/evals", Lists, null)]
    [InlineData("POST", "/evals", Creates, null)]
    [InlineData("POST", "/evals/e_1/runs", Names | Creates, "e_1")]
    [InlineData("GET", "/evals/e_1/runs/r_1/output_items", Names, "e_1")]
    [InlineData("GET", "/vector_stores", Lists, null)]
    [InlineData("POST", "/vector_stores/vs_1/file_batches", Names | Creates, "vs_1")]
    [InlineData("GET", "/vector_stores/vs_1/files/f_1", Names, "vs_1")]
    [InlineData("POST", "/assistants", Creates, null)]
    [InlineData("DELETE", "/assistants/a_1", Names, "a_1")]
    [InlineData("POST", "/threads", Creates, null)]
    [InlineData("POST", "/threads/runs", Creates, null)]
    [InlineData("GET", "/threads/t_1/runs/r_1", Names, "t_1")]
    [InlineData("POST", "/containers", Creates, null)]
    [InlineData("GET", "/containers/c_1/files/f_1/content", Names, "c_1")]
    [InlineData("POST", "/videos", Creates, null)]
    [InlineData("POST", "/videos/v_1/remix", Names | Creates, "v_1")]
    [InlineData("GET", "/videos/v_1/content", Names, "v_1")]
    [InlineData("GET", "/skills/s_1/versions/2", Names, "s_1")]
    [InlineData("GET", "/chatkit/threads/t_1/items", Names, "t_1")]
    [InlineData("POST", "/realtime/calls", Creates, null)]
    [InlineData("POST", "/realtime/calls/rtc_1/hangup", Names, "rtc_1")]
    [InlineData("GET", "/organization/users", None, null)]
    public void OpenAis_objects(string method, string path, ObjectUse use, string? name) => Uses(ProviderKind.OpenAi, method, path, use, name);

    [Theory]
    [InlineData("POST", "/v1/messages", None, null)]
    [InlineData("GET", "/v1/models/claude-x", None, null)]
    [InlineData("GET", "/v1/messages/batches", Lists, null)]
    [InlineData("POST", "/v1/messages/batches", Creates, null)]
    [InlineData("GET", "/v1/messages/batches/b_1/results", Names, "b_1")]
    [InlineData("POST", "/v1/files", Creates, null)]
    [InlineData("GET", "/v1/files/file_1/content", Names, "file_1")]
    [InlineData("POST", "/v1/skills/s_1/versions", Names | Creates, "s_1")]
    [InlineData("GET", "/v1/agents", Lists, null)]
    [InlineData("POST", "/v1/agents", Creates, null)]
    [InlineData("POST", "/v1/sessions/s_1/events", Names, "s_1")]
    [InlineData("GET", "/v1/vaults/v_1/credentials/c_1", Names, "v_1")]
    public void Anthropics_objects(string method, string path, ObjectUse use, string? name) => Uses(ProviderKind.Anthropic, method, path, use, name);

    [Theory]
    [InlineData("POST", "/v1beta/models/m:generateContent", None, null)]
    [InlineData("GET", "/v1beta/models/m", None, null)]
    [InlineData("POST", "/v1beta/models/m:batchGenerateContent", Creates, null)]
    [InlineData("POST", "/v1beta/models/m:predictLongRunning", Creates, null)]
    [InlineData("GET", "/v1beta/models/veo/operations/o_1", Names, "models/veo/operations/o_1")]
    [InlineData("GET", "/v1/operations/a/b", Names, "operations/a/b")]
    [InlineData("POST", "/v1/operations/a:cancel", Names, "operations/a")]
    [InlineData("POST", "/upload/v1beta/files", Creates, null)]
    [InlineData("POST", "/upload/v1beta/fileSearchStores/s:uploadToFileSearchStore", Names | Creates, "fileSearchStores/s")]
    [InlineData("GET", "/v1beta/files", Lists, null)]
    [InlineData("GET", "/v1beta/files/abc", Names, "files/abc")]
    [InlineData("GET", "/v1beta/files/abc%3Adownload", Names, "files/abc")]
    [InlineData("PATCH", "/v1beta/cachedContents/x", Names, "cachedContents/x")]
    [InlineData("POST", "/v1beta/cachedContents", Creates, null)]
    [InlineData("POST", "/v1beta/tunedModels", Creates, null)]
    [InlineData("POST", "/v1beta/tunedModels/t:generateContent", Names, "tunedModels/t")]
    [InlineData("GET", "/v1beta/tunedModels/t/operations/o", Names, "tunedModels/t")]
    [InlineData("POST", "/v1beta/batches/b:cancel", Names, "batches/b")]
    [InlineData("POST", "/v1beta/corpora/c:query", Names, "corpora/c")]
    [InlineData("GET", "/v1beta/corpora/c/documents/d", Names, "corpora/c")]
    [InlineData("POST", "/v1beta/interactions", Creates, null)]
    [InlineData("GET", "/v1beta/interactions/v1_x", Names, "v1_x")]
    [InlineData("GET", "/v1beta/openai/batches/batches/b", Names, "batches/b")]
    [InlineData("POST", "/v1beta/openai/batches/batches/b/cancel", Names, "batches/b")]
    [InlineData("GET", "/v1beta/openai/batches/b", Names, "b")]
    [InlineData("GET", "/v1beta/openai/files/files/f/content", Names, "files/f")]
    public void Geminis_objects(string method, string path, ObjectUse use, string? name) => Uses(ProviderKind.Gemini, method, path, use, name);

    [Theory]
    [InlineData("POST", "/chat/completions", None, null)]
    [InlineData("POST", "/files", Creates, null)]
    [InlineData("GET", "/files/f_1/content", Names, "f_1")]
    [InlineData("GET", "/batches", Lists, null)]
    [InlineData("POST", "/batches/b_1/cancel", Names, "b_1")]
    [InlineData("GET", "/v1/fine_tunings", Lists, null)]
    [InlineData("POST", "/v1/fine_tunings", Creates, null)]
    [InlineData("GET", "/v1/fine_tunings/ft_1", Names, "ft_1")]
    public void Groqs_objects(string method, string path, ObjectUse use, string? name) => Uses(ProviderKind.Groq, method, path, use, name);

    private static void Uses(ProviderKind provider, string method, string path, ObjectUse use, string? name)
    {
        var codec = ProviderCodecs.For(provider);
        var route = codec.Match(method, path) ?? codec.MatchOutside(method, path);

        Assert.NotNull(route);
        Assert.Equal((use, name), (route.Objects, route.ObjectOf(path)));
    }
}
