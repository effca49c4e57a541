using System.Net;
using Microsoft.AspNetCore.Http;

namespace MultiplexCluster.Host.Configuration;

/// <summary>The addresses the service listens on, as configured.</summary>
/// <param name="Urls">Each as a URL.</param>
public sealed record Listeners(IReadOnlyList<string> Urls)
{
    /// <summary>Where the service listens when nothing says otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Whether only this machine can reach the service.</summary>
    public bool AreLoopback => Urls.All(IsLoopback);

    /// <summary>Whether only this machine reaches a listener there; anything but <c>localhost</c> or an address binds to all.</summary>
    public static bool IsLoopback(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe || address.IsNamedPipe || IsLoopbackHost(address.Host);
    }

    /// <summary>Reads them in the server's own order of precedence: Kestrel endpoints, then URLs, then bare ports.</summary>
    public static Listeners From(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        if (endpoints.Length > 0)
        {
            return new Listeners(endpoints);
        }

        var urls = Parts(configuration["urls"]);
        if (urls.Length > 0)
        {
            return new Listeners(urls);
        }

        string[] ports =
        [
            .. Parts(configuration["http_ports"]).Select(port => $"http://*:{port}"),
            .. Parts(configuration["https_ports"]).Select(port => $"https://*:{port}"),
        ];
        return new Listeners(ports.Length > 0 ? ports : [DefaultUrl]);
    }

    internal static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string[] Parts(string? text) =>
        text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
