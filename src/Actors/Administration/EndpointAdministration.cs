using Akka.Actor;
using Akka.Hosting;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Secrets;

namespace MultiplexCluster.Actors.Administration;

/// <summary>The way from the admin API to the catalog and the endpoints.</summary>
public sealed class EndpointAdministration(
    IRequiredActor<EndpointRegion> region, IRequiredActor<CatalogSingleton> catalog, IRequiredActor<NodeRouter> router)
    : IEndpointAdministration
{
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<EndpointAnswer> CreateAsync(
        EndpointId id, EndpointSettings settings, SealedKey key, bool fromEnvironment, CancellationToken ct)
    {
        switch (await AskCatalogAsync(new ReserveId(id, fromEnvironment), ct))
        {
            case IdReserved:
                return await SendAsync(new CreateEndpoint(id, settings, key), ct);
            case IdTaken { DeletedByOperator: false } when await IsOrphanAsync(id, ct) && await ReserveAgainAsync(id, fromEnvironment):
                return await SendAsync(new CreateEndpoint(id, settings, key), ct);
            case IdTaken:
                return new EndpointAnswer.Refused(AdminRefusal.AlreadyExists, null, null);
            case CatalogUnavailable unavailable:
                return new EndpointAnswer.Refused(AdminRefusal.StoreUnavailable, null, unavailable.Detail);
            case var unknown:
                throw new InvalidOperationException($"unknown answer {unknown.GetType().Name}");
        }
    }

    /// <inheritdoc/>
    public async Task<EndpointAnswer> SendAsync(IAdminCommand command, CancellationToken ct)
    {
        await SettleAsync(ct);
        return await SendSettledAsync(command, ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EndpointDetails>> ListAsync(CancellationToken ct)
    {
        var ids = await IdsAsync(ct);
        await SettleAsync(ct);
        var answers = await Task.WhenAll(ids.Select(id => SendSettledAsync(new DescribeEndpoint(id), ct)));

        // One that can't be read says so when asked by itself; it doesn't hide the others.
        return
        [
            .. answers
                .OfType<EndpointAnswer.Described>()
                .Select(d => d.Details)
                .OrderBy(d => d.CreatedAt)
                .ThenBy(d => d.EndpointId.Value, StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<EndpointId>> IdsAsync(CancellationToken ct)
    {
        List<EndpointId> ids = [];
        EndpointIds page;
        do
        {
            page = (EndpointIds)await AskCatalogAsync(new ListIds(ids.Count == 0 ? null : ids[^1]), ct);
            ids.AddRange(page.Ids);
        }
        while (page is { HasMore: true, Ids.Count: > 0 });
        return ids;
    }

    // Reserved by a creation that never came to its end, or about to be released by a removal that has: only a fresh
    // reservation is this caller's own. Once it is given up it must be reserved again, whether or not the caller still waits.
    private async Task<bool> ReserveAgainAsync(EndpointId id, bool fromEnvironment)
    {
        await AskCatalogAsync(new ReleaseId(id, WasDeleted: false), CancellationToken.None);
        return await AskCatalogAsync(new ReserveId(id, fromEnvironment), CancellationToken.None) is IdReserved;
    }

    private async Task<bool> IsOrphanAsync(EndpointId id, CancellationToken ct) =>
        await SendAsync(new DescribeEndpoint(id), ct) is EndpointAnswer.Refused { Reason: AdminRefusal.NotFound };

    // Whoever has its answer and asks for statistics, or resets them, on the same node finds that call counted: the router
    // reports a call before its answer is complete, and what it reported stands before what is asked after this. Other nodes'
    // routers may keep reports of successes back for some milliseconds.
    private async Task SettleAsync(CancellationToken ct) =>
        await AskAsync((await router.GetAsync(ct)).Ask<object>, new Settle(), ct);

    private async Task<EndpointAnswer> SendSettledAsync(IAdminCommand command, CancellationToken ct) =>
        await AskEndpointAsync(command, ct) switch
        {
            EndpointDescribed described => new EndpointAnswer.Described(described.Details),
            AdminRefused refused => new EndpointAnswer.Refused(refused.Reason, refused.Errors, refused.Detail),
            var unknown => throw new InvalidOperationException($"unknown answer {unknown.GetType().Name}"),
        };

    // An endpoint that fails to start loses the question that started it. A description may be asked for twice.
    private async Task<object> AskEndpointAsync(IAdminCommand command, CancellationToken ct)
    {
        var endpoints = await region.GetAsync(ct);
        if (command is DescribeEndpoint)
        {
            try
            {
                return await endpoints.Ask<object>(command, FirstPatience, ct);
            }
            catch (AskTimeoutException)
            {
                // Asked again below.
            }
        }

        return await AskAsync(endpoints.Ask<object>, command, ct);
    }

    private async Task<object> AskCatalogAsync(ICatalogMessage message, CancellationToken ct) =>
        await AskAsync((await catalog.GetAsync(ct)).Ask<object>, message, ct);

    private static async Task<object> AskAsync(
        Func<object, TimeSpan?, CancellationToken, Task<object>> ask, object message, CancellationToken ct)
    {
        try
        {
            return await ask(message, Patience, ct);
        }
        catch (AskTimeoutException timeout)
        {
            throw new TimeoutException("the cluster did not answer in time", timeout);
        }
    }
}
