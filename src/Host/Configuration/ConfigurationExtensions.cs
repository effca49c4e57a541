using Microsoft.Extensions.DependencyInjection.Extensions;
using MultiplexCluster.Core.Secrets;
using MultiplexCluster.Host.Hosts;
using MultiplexCluster.Host.Origins;
using MultiplexCluster.Host.Starting;

namespace MultiplexCluster.Host.Configuration;

/// <summary>Settings at start.</summary>
public static class ConfigurationExtensions
{
    /// <summary>The exit code of a start that invalid settings stopped.</summary>
    public const int InvalidSettingsExitCode = 2;

    /// <summary>
    /// Reads and validates all settings, makes the data directory and generated secrets, and registers
    /// <see cref="MultiplexOptions"/>, <see cref="EnvironmentKeys"/>, <see cref="KeySealer"/>, the master key, the
    /// admin token and <see cref="SignInLink"/>. Null when a setting is invalid: all errors are on standard error then,
    /// with those of the command line, and the process should end with <see cref="InvalidSettingsExitCode"/>.
    /// </summary>
    public static MultiplexOptions? AddMultiplexOptions(
        this WebApplicationBuilder builder, IReadOnlyList<ConfigurationError>? ofTheCommandLine = null)
    {
        var (options, errors) = MultiplexOptionsReader.Read(builder.Configuration);
        var (keys, keyErrors) = EnvironmentKeys.Read(builder.Configuration);
        List<ConfigurationError> all = [.. ofTheCommandLine ?? [], .. errors, .. keyErrors];
        AddSecrets(builder, options, all);

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
            .AddSingleton(HostRule.For(options.Listeners, options.AllowedHosts))
            .AddSingleton(OriginRule.For(options.RequireClientKey, options.AllowedOrigins));
        return options;
    }

    /// <summary>Makes endpoints of the providers' environment keys once the cluster answers; needs <c>IEndpointAdministration</c>.</summary>
    public static IServiceCollection AddEnvironmentEndpoints(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<EnvironmentEndpoints>().AddHostedService(all => all.GetRequiredService<EnvironmentEndpoints>());
    }

    // Whatever is wrong inside the directory is told with the rest; something is made there only when nothing is wrong.
    private static void AddSecrets(WebApplicationBuilder builder, MultiplexOptions options, List<ConfigurationError> errors)
    {
        const string Key = "Multiplex__DataDirectory";
        var isSound = errors.Count == 0;
        try
        {
            if (errors.Exists(error => error.Key == Key))
            {
                return;
            }

            if (DataDirectory.WhyUnusable(options.DataDirectory) is { } why)
            {
                errors.Add(new ConfigurationError(Key, options.DataDirectory, $"must be a directory that can be made and written: {why}"));
                return;
            }

            if (!isSound && !Directory.Exists(options.DataDirectory))
            {
                return;
            }

            DataDirectory.Create(options.DataDirectory);
            if (DataDirectoryLock.TryTake(options.DataDirectory) is not { } held)
            {
                errors.Add(new ConfigurationError(Key, options.DataDirectory, "must not be used by another running process"));
                return;
            }

            DataDirectory.ClearSpool(options);
            AddSecrets(builder, options, held, errors);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(new ConfigurationError(Key, options.DataDirectory, $"must be a directory that can be written: {exception.Message}"));
        }
    }

    private static void AddSecrets(
        WebApplicationBuilder builder, MultiplexOptions options, DataDirectoryLock held, List<ConfigurationError> errors)
    {
        var masterKey = DataDirectory.MasterKey(options, errors);

        // With a wrong master key no token is generated: its link is shown only once, and would go unseen.
        var adminToken = DataDirectory.AdminToken(options, errors, out var generated);
        if (masterKey is null || adminToken is null || errors.Count > 0)
        {
            held.Dispose();
            return;
        }

        builder.Services.AddSingleton(held);
        builder.Services.AddSingleton(masterKey).AddSingleton(new KeySealer(masterKey)).AddSingleton(adminToken);
        builder.Services.AddSingleton(new SignInLink(generated, DataDirectory.AdminTokenFile(options.DataDirectory)));
    }

    private static string Report(IReadOnlyList<ConfigurationError> errors) =>
        $"MultiplexCluster cannot start: {errors.Count} {(errors.Count == 1 ? "setting is" : "settings are")} invalid.\n"
        + string.Join('\n', errors.Select(error => "  " + error));
}
