namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>Server-sent event frames.</summary>
internal static class Sse
{
    public const string Done = "data: [DONE]\n\n";

    public static string Data(string json) => $"data: {json}\n\n";

    public static string Named(string name, string json) => $"event: {name}\ndata: {json}\n\n";

    /// <summary>The form Google's servers use.</summary>
    public static string DataCrlf(string json) => $"data: {json}\r\n\r\n";
}
