using System.Text;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Host.Tests.DataPlane;

/// <summary>A small dialect, so that these tests say what the relay does whatever a vendor's codec does.</summary>
internal sealed class PlainCodec : IProviderCodec, IModelInPath
{
    private static readonly ProviderRoute Chat = new() { Name = "chat", Model = ModelSource.BodyRequired, Usage = UsageShape.Chat };
    private static readonly ProviderRoute Files = new() { Name = "files" };
    private static readonly ProviderRoute Admin = new() { Name = "admin", IsAdministration = true };

    private static readonly ProviderRoute Defect = new() { Name = "defect", Model = ModelSource.Path };

    public ProviderKind Provider => ProviderKind.OpenAi;

    public string SurfacePrefix => "/openai/v1";

    public string DefaultBaseUrl => "https://api.invalid/v1";

    public string PathInBaseUrl => string.Empty;

    public KeyValuePair<string, string> Credential(ApiKey key, ProviderRoute route) => new("Authorization", "Bearer " + key.Reveal());

    public ProviderRoute? Match(string method, string path) => (method, path) switch
    {
        ("POST", "/chat/completions") => Chat,
        ("POST", "/defect") => Defect,
        ("POST" or "GET" or "HEAD", _) when path.StartsWith("/files", StringComparison.Ordinal) => Files,
        ("GET", "/organization/users") => Admin,
        _ => null,
    };

    public string? ModelOf(string path) => throw new InvalidOperationException("a defect");

    public IAnswerReader ReadAnswer(ProviderRoute route, string? mediaType) => new Reader(mediaType);

    public Verdict Judge(in ErrorAnswer answer) => new(
        answer.Status switch
        {
            429 => OutcomeClass.RateLimited,
            401 or 403 => OutcomeClass.KeyRefused,
            >= 500 => OutcomeClass.Failing,
            _ => OutcomeClass.CallerFault,
        },
        answer.Headers.First("Retry-After") is { } wait ? TimeSpan.FromSeconds(double.Parse(wait, null)) : null);

    public ReadOnlyMemory<byte> WriteError(ServiceError error, RequestId requestId) =>
        Encoding.UTF8.GetBytes("{\"error\":{\"code\":\"" + error.Code.ToWireName() + "\",\"message\":\"" + error.Message.Replace('"', '\'') + "\"}}");

    public ReadOnlyMemory<byte> WriteStreamError(string? mediaType, ServiceError error, RequestId requestId) =>
        mediaType == "text/event-stream"
            ? Encoding.UTF8.GetBytes($"\n\ndata: {{\"error\":\"{error.Code.ToWireName()}\"}}\n\n")
            : default;

    private sealed class Reader(string? mediaType) : IAnswerReader
    {
        private readonly bool isStream = mediaType == "text/event-stream";
        private readonly StringBuilder _seen = new();
        private long _length;

        public TokenUsage Usage => new(_length, 0, 0, _length);

        public bool HasSaidAll => isStream && End() == AnswerEnd.Complete;

        public void Read(ReadOnlySpan<byte> bytes)
        {
            _length += bytes.Length;
            if (isStream || _seen.Length < 1000)
            {
                _seen.Append(Encoding.Latin1.GetString(bytes));
            }
        }

        public AnswerEnd End() =>
            !isStream ? mediaType == "application/json" && _seen.ToString().StartsWith("{\"cut", StringComparison.Ordinal) ? AnswerEnd.Incomplete : AnswerEnd.Complete
            : _seen.ToString().Contains("error", StringComparison.Ordinal) ? AnswerEnd.ErrorReported
            : _seen.ToString().EndsWith("data: [DONE]\n\n", StringComparison.Ordinal) ? AnswerEnd.Complete
            : AnswerEnd.Incomplete;
    }
}
