using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace MultiplexCluster.Host.Composition;

/// <summary>The settings file beside the program, wherever it is started from.</summary>
public static class ShippedDefaults
{
    /// <summary>Puts the shipped <c>appsettings.json</c> below every other source: an operator's own file, environment and command line win.</summary>
    public static WebApplicationBuilder WithShippedDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configuration.Sources.Insert(0, new JsonConfigurationSource
        {
            FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
            Path = "appsettings.json",
            Optional = true,
        });
        return builder;
    }
}
