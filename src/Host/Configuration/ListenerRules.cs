using Microsoft.AspNetCore.Http;

namespace MultiplexCluster.Host.Configuration;

/// <summary>Reads the listeners; what is no address is an error and left out: the start is refused anyway.</summary>
internal static class ListenerRules
{
    public static Listeners Read(IConfiguration configuration, out IReadOnlyList<ConfigurationError> errors)
    {
        var listeners = Listeners.From(configuration);
        var invalid = listeners.Urls.Where(url => !IsAddress(url)).ToArray();
        errors = [.. invalid.Select(url => new ConfigurationError("urls", url, "must be like http://127.0.0.1:8080"))];
        return new Listeners([.. listeners.Urls.Except(invalid)]);
    }

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme is "http" or "https" && address.Port is >= 0 and <= 65535;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
