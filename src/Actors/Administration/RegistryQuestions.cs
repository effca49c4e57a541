using Akka.Actor;
using Akka.Hosting;

namespace MultiplexCluster.Actors.Administration;

/// <summary>What the admin API asks a registry that one node of the cluster keeps.</summary>
internal static class RegistryQuestions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Its answer, within ten seconds.</summary>
    /// <exception cref="TimeoutException">There was none.</exception>
    public static async Task<TAnswer> AskAsync<TRegistry, TAnswer>(this IRequiredActor<TRegistry> registry, object question, CancellationToken ct)
    {
        try
        {
            return await (await registry.GetAsync(ct)).Ask<TAnswer>(question, Patience, ct);
        }
        catch (AskTimeoutException timeout)
        {
            throw new TimeoutException("the cluster did not answer in time", timeout);
        }
    }
}
