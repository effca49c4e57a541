using System.Net;
using Microsoft.AspNetCore.Http;
using MultiplexCluster.Host.Configuration;

namespace MultiplexCluster.Host.Health;

/// <summary>A container's health check without curl: asks the service that runs beside this process how it is.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>What to ask: a start whose last argument is <c>--health</c> or <c>--ready</c> only asks; null: it is the service.</summary>
    public static string? PathFor(string[] arguments) => arguments switch
    {
        [.., "--health"] => "/health/live",
        [.., "--ready"] => "/health/ready",
        _ => null,
    };

    /// <summary>0 when that path of the first plain listener answers well, else 1 and the reason on standard error.</summary>
    public static async Task<int> RunAsync(string path, IConfiguration configuration)
    {
        var url = ListenerRules.Read(configuration, out _).Urls.FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase));
        if (url is null)
        {
            return Fail("no http:// listener is configured");
        }

        var listener = BindingAddress.Parse(url);
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
            using var answer = await http.GetAsync(new UriBuilder("http", Reachable(listener.Host), listener.Port, path).Uri);
            return answer.IsSuccessStatusCode ? 0 : Fail($"the service answers {(int)answer.StatusCode}");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return Fail(failure.Message);
        }
    }

    // All addresses at once are none to call; a listener on any name that is no address binds to all.
    private static string Reachable(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? host
            : "127.0.0.1";

    private static int Fail(string reason)
    {
        Console.Error.WriteLine($"not healthy: {reason}");
        return 1;
    }
}
