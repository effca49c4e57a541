using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Host.Admin.Endpoints;
using MultiplexCluster.Host.Admin.Json;
using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Admin.Stats;

/// <summary>The calls on counters.</summary>
internal sealed class StatsHandlers(IEndpointAdministration administration)
{
    public Task<IResult> OfOneAsync(string id, CancellationToken ct) => SendAsync(id, endpoint => new DescribeEndpoint(endpoint), ct);

    public Task<IResult> ResetOneAsync(string id, CancellationToken ct) => SendAsync(id, endpoint => new ResetStats(endpoint), ct);

    public async Task<IResult> TotalsAsync(HttpContext http, CancellationToken ct)
    {
        if (ProviderQuery.Read(http.Request, out var provider) is { } problem)
        {
            return problem;
        }

        return Totals(await SelectAsync(provider, ct), provider);
    }

    /// <summary>Resets every endpoint asked for; one that is being deleted meanwhile is left out.</summary>
    public async Task<IResult> ResetAllAsync(HttpContext http, CancellationToken ct)
    {
        if (ProviderQuery.Read(http.Request, out var provider) is { } problem)
        {
            return problem;
        }

        var endpoints = await SelectAsync(provider, ct);
        var answers = await Task.WhenAll(endpoints.Select(one => administration.SendAsync(new ResetStats(one.EndpointId), ct)));
        var failure = answers.OfType<EndpointAnswer.Refused>()
            .FirstOrDefault(refused => refused.Reason is not (AdminRefusal.NotFound or AdminRefusal.Draining));
        return failure?.ToProblem()
            ?? Totals([.. answers.OfType<EndpointAnswer.Described>().Select(described => described.Details)], provider);
    }

    private static IResult Totals(IReadOnlyCollection<EndpointDetails> endpoints, ProviderKind? provider) =>
        Results.Json(StatsTotals.Of(endpoints, provider), AdminJson.Answers.StatsTotalsBody);

    private async Task<IReadOnlyList<EndpointDetails>> SelectAsync(ProviderKind? provider, CancellationToken ct) =>
        [.. (await administration.ListAsync(ct)).Where(one => provider is null || one.Settings.Provider == provider)];

    private async Task<IResult> SendAsync(string id, Func<EndpointId, IAdminCommand> command, CancellationToken ct) =>
        EndpointId.TryParse(id, out var endpoint)
            ? (await administration.SendAsync(command(endpoint), ct))
                .ToResult(details => Results.Json(new EndpointStatsBody(details), AdminJson.Answers.EndpointStatsBody))
            : Problem.EndpointNotFound();
}
