namespace MultiplexCluster.Host.Tests.Service;

internal static class HttpClientExtensions
{
    /// <summary>The body of whatever answer comes.</summary>
    public static async Task<string> GetStringOrStatusAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }
}
