using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Answers;

/// <summary>Reads an answer through a codec, split everywhere.</summary>
internal static class AnswerReading
{
    public const string Events = "text/event-stream";
    public const string Json = "application/json";

    /// <summary><c>end input/cached/output/total</c>, e.g. <c>Complete 7/0/5/12</c>.</summary>
    public static string Of(ProviderKind provider, string method, string path, string? mediaType, string body)
    {
        var codec = ProviderCodecs.For(provider);
        var route = codec.Match(method, path);
        Assert.NotNull(route);
        return Splits.SameEverywhere(Splits.Utf8(body), feed =>
        {
            var reader = codec.ReadAnswer(route, mediaType);
            feed(reader.Read);
            return $"{reader.End()} {Text(reader.Usage)}";
        });
    }

    private static string Text(TokenUsage usage) => $"{usage.Input}/{usage.CachedInput}/{usage.Output}/{usage.Total}";
}
