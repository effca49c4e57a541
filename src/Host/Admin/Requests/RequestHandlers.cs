using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Host.Admin.Json;
using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Admin.Requests;

/// <summary>The calls on requests under way.</summary>
internal sealed class RequestHandlers(IRequestAdministration administration)
{
    private const int MostShown = 1_000;

    private static readonly IResult NotFound = Problem.Of(404, "request_not_found", "No request of that id is under way.");

    public async Task<IResult> ListActiveAsync(CancellationToken ct) => Results.Json(
        ActiveRequestList.Of(await administration.ListActiveAsync(MostShown, ct)), AdminJson.Answers.ActiveRequestList);

    public async Task<IResult> CancelAsync(string id, CancellationToken ct)
    {
        if (!RequestId.TryParse(id, out var request))
        {
            return NotFound;
        }

        return await administration.CancelAsync(request, ct) switch
        {
            CancelResult.Cancelled => Results.NoContent(),
            CancelResult.NotFound => NotFound,
            CancelResult.Several => Problem.Of(409, "several_requests", "Several requests under way have that id; none was cancelled."),
            CancelResult.Unknown => Problem.Of(503, "cluster_unavailable", "Not all nodes answered in time; try again."),
            var other => throw new InvalidOperationException($"unknown result {other}"),
        };
    }
}
