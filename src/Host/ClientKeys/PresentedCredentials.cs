using Microsoft.Extensions.Primitives;

namespace MultiplexCluster.Host.ClientKeys;

/// <summary>Wherever the providers' SDKs put their key.</summary>
internal static class PresentedCredentials
{
    private const string Scheme = "Bearer ";

    private static readonly string[] Headers = ["x-api-key", "x-goog-api-key", "api-key"];

    public static IEnumerable<string> Of(HttpRequest request)
    {
        foreach (var header in Present(request.Headers.Authorization))
        {
            if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                yield return header[Scheme.Length..].Trim(' ');
            }
        }

        foreach (var value in Headers.SelectMany(name => Present(request.Headers[name])).Concat(Present(request.Query["key"])))
        {
            yield return value.Trim(' ');
        }
    }

    private static IEnumerable<string> Present(StringValues values) => values.OfType<string>();
}
