using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Secrets;
using MultiplexCluster.Host.Admin.Bodies;
using MultiplexCluster.Host.Admin.Json;
using MultiplexCluster.Host.Admin.Problems;
using MultiplexCluster.Host.Configuration;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>The calls on endpoints.</summary>
internal sealed class EndpointHandlers(
    IEndpointAdministration administration,
    KeySealer sealer,
    EnvironmentKeys environment,
    MultiplexOptions options,
    TimeProvider time)
{
    public async Task<IResult> CreateAsync(HttpContext http, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.ReadObjectAsync(http.Request, ct);
        if (problem is not null)
        {
            return problem;
        }

        var draft = new CreateDraft();
        if (draft.Read(body, environment, options.Upstreams.AllowPrivateNetworks, time.GetUtcNow()) is not var (id, settings, key))
        {
            return Problem.Invalid(draft.Errors.All);
        }

        var answer = await administration.CreateAsync(id, settings, sealer.Seal(key, id, 1), fromEnvironment: false, ct);
        return answer is EndpointAnswer.Refused { Reason: AdminRefusal.AlreadyExists } ? Problem.EndpointExists(id) : answer.ToResult(details => new LocatedResult(
            Results.Json(details.ToBody(time.GetUtcNow()), AdminJson.Answers.EndpointBody, statusCode: 201),
            $"/admin/endpoints/{id}"));
    }

    public async Task<IResult> ListAsync(CancellationToken ct)
    {
        var all = await administration.ListAsync(ct);
        var now = time.GetUtcNow();
        return Results.Json(new EndpointList([.. all.Select(details => details.ToBody(now))]), AdminJson.Answers.EndpointList);
    }

    public async Task<IResult> SendAsync(string id, Func<EndpointId, IAdminCommand> command, CancellationToken ct) =>
        EndpointId.TryParse(id, out var endpoint)
            ? (await administration.SendAsync(command(endpoint), ct)).ToResult(time)
            : Problem.EndpointNotFound();

    /// <summary>Deleting what is already being deleted is the same wish.</summary>
    public async Task<IResult> DeleteAsync(string id, CancellationToken ct)
    {
        if (!EndpointId.TryParse(id, out var endpoint))
        {
            return Problem.EndpointNotFound();
        }

        var answer = await administration.SendAsync(new DeleteEndpoint(endpoint), ct);
        if (answer is EndpointAnswer.Refused { Reason: AdminRefusal.Draining })
        {
            answer = await administration.SendAsync(new DescribeEndpoint(endpoint), ct);
        }

        return answer.ToResult(time, 202);
    }

    public async Task<IResult> PatchAsync(string id, HttpContext http, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.ReadObjectAsync(http.Request, ct);
        if (problem is not null || !EndpointId.TryParse(id, out var endpoint))
        {
            return problem ?? Problem.EndpointNotFound();
        }

        var current = await administration.SendAsync(new DescribeEndpoint(endpoint), ct);
        if (current is not EndpointAnswer.Described { Details: var details })
        {
            return current.ToResult(time);
        }

        var draft = new PatchDraft(details);
        if (draft.Read(body, options.Upstreams.AllowPrivateNetworks) is not { } patch)
        {
            return Problem.Invalid(draft.Errors.All);
        }

        return (await administration.SendAsync(new PatchEndpoint(endpoint, patch), ct)).ToResult(time);
    }
}
