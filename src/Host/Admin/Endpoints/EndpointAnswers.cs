using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Host.Admin.Json;
using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>What the cluster's answers look like over HTTP.</summary>
internal static class EndpointAnswers
{
    public static IResult ToResult(this EndpointAnswer answer, Func<EndpointDetails, IResult> describe) => answer switch
    {
        EndpointAnswer.Described described => describe(described.Details),
        EndpointAnswer.Refused refused => refused.ToProblem(),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "unknown answer"),
    };

    public static IResult ToResult(this EndpointAnswer answer, TimeProvider time, int status = 200) =>
        answer.ToResult(details => Results.Json(details.ToBody(time.GetUtcNow()), AdminJson.Answers.EndpointBody, statusCode: status));

    public static IResult ToProblem(this EndpointAnswer.Refused refused) => refused.Reason switch
    {
        AdminRefusal.NotFound => Problem.EndpointNotFound(),
        AdminRefusal.AlreadyExists => Problem.EndpointExists(null),
        AdminRefusal.Invalid => Problem.Invalid(refused.Errors ?? new Dictionary<string, string>()),
        AdminRefusal.StoreUnavailable => Problem.StoreUnavailable(refused.Detail),
        AdminRefusal.Draining => Problem.Of(409, "endpoint_draining", refused.Detail ?? "The endpoint is being deleted."),
        AdminRefusal.Conflict => Problem.Of(409, "conflict", refused.Detail ?? "Another change came in between: read again and repeat."),
        AdminRefusal.Unreadable => Problem.Of(
            500,
            "endpoint_unreadable",
            refused.Detail ?? "What is stored of this endpoint could not be read; it serves nothing and nothing was overwritten."),
        _ => throw new ArgumentOutOfRangeException(nameof(refused), refused.Reason, "unknown refusal"),
    };
}
