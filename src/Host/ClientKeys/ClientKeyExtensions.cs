namespace MultiplexCluster.Host.ClientKeys;

/// <summary>Client keys in the composition.</summary>
public static class ClientKeyExtensions
{
    /// <summary>Registers <see cref="IClientKeyCheck"/>; needs <c>IClientKeyAdministration</c> and the options.</summary>
    public static IServiceCollection AddClientKeys(this IServiceCollection services) =>
        services.AddSingleton<IClientKeyCheck, ClientKeyCheck>();
}
