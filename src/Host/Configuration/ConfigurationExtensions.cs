using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiplexCluster.Core.Secrets;
using MultiplexCluster.Host.Hosts;

namespace MultiplexCluster.Host.Configuration;

/// <summary>Settings at start.</summary>
public static class ConfigurationExtensions
{
    /// <summary>The exit code of a start that invalid settings stopped.</summary>
    public const int InvalidSettingsExitCode = 2;

    /// <summary>
    /// Reads and validates all settings, makes the data directory and generated secrets, and registers
    /// <see cref="MultiplexOptions"/>, <see cref="EnvironmentKeys"/>, <see cref="KeySealer"/>, the master key and the
    /// admin token. Null when a setting is invalid: all errors are on standard error then, and the process should
    /// end with <see cref="InvalidSettingsExitCode"/>.
    /// </summary>
    public static MultiplexOptions? AddMultiplexOptions(this WebApplicationBuilder builder)
    {
        var (options, errors) = MultiplexOptionsReader.Read(builder.Configuration);
        var (keys, keyErrors) = EnvironmentKeys.Read(builder.Configuration);
        List<ConfigurationError> all = [.. errors, .. keyErrors];
        if (all.Count == 0)
        {
            AddSecrets(builder, options, all);
        }

        if (all.Count > 0)
        {
            Console.Error.WriteLine(Report(all));
            return null;
        }

        if (options.Listeners.Urls is [Listeners.DefaultUrl])
        {
            builder.WebHost.UseUrls(Listeners.DefaultUrl);
        }

        builder.Services.AddSingleton(options).AddSingleton(options.Listeners).AddSingleton(keys)
            .AddSingleton(HostRule.For(options.Listeners, options.AllowedHosts));
        return options;
    }

    /// <summary>Makes endpoints of the providers' environment keys once the cluster answers; needs <c>IEndpointAdministration</c>.</summary>
    public static IServiceCollection AddEnvironmentEndpoints(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddHostedService<EnvironmentEndpoints>();
    }

    private static void AddSecrets(WebApplicationBuilder builder, MultiplexOptions options, List<ConfigurationError> errors)
    {
        try
        {
            DataDirectory.Create(options.DataDirectory);
            if (DataDirectoryLock.TryTake(options.DataDirectory) is not { } held)
            {
                errors.Add(new ConfigurationError("Multiplex__DataDirectory", options.DataDirectory, "must not be used by another running process"));
                return;
            }

            DataDirectory.ClearSpool(options);
            var masterKey = DataDirectory.MasterKey(options, errors);

            // With a wrong master key no token is generated: its link is printed only once, and would go unseen.
            string? generated = null;
            var adminToken = errors.Count > 0 ? null : DataDirectory.AdminToken(options, errors, out generated);
            if (adminToken is null || errors.Count > 0)
            {
                held.Dispose();
                return;
            }

            builder.Services.AddSingleton(held);
            builder.Services.AddSingleton(masterKey).AddSingleton(new KeySealer(masterKey)).AddSingleton(adminToken);
            if (generated is not null)
            {
                var url = options.Listeners.Urls[0].TrimEnd('/');
                Console.WriteLine($"Sign in at {url}/#token={generated} (shown once; the token is kept in {options.DataDirectory}/admin.token)");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(new ConfigurationError("Multiplex__DataDirectory", options.DataDirectory, $"must be a directory that can be written: {exception.Message}"));
        }
    }

    private static string Report(IReadOnlyList<ConfigurationError> errors) =>
        $"MultiplexCluster cannot start: {errors.Count} {(errors.Count == 1 ? "setting is" : "settings are")} invalid.\n"
        + string.Join('\n', errors.Select(error => "  " + error));
}
