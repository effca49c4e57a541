using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>One request that waits and one that runs; a node that says nothing.</summary>
internal sealed class FakeRequestAdministration : IRequestAdministration
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly EndpointId A = EndpointId.Parse("a");

    public Task<ActiveRequests> ListActiveAsync(int most, CancellationToken ct) => Task.FromResult(new ActiveRequests(
        [
            new ActiveRequest(
                1, RequestId.Parse("waits"), ProviderKind.OpenAi, "gpt", "p", PriorityClass.High, ActiveState.Waiting, A, 0, 1_500, 1_500,
                null, 3, Noon.AddSeconds(2), [new WaitReason(A, "at capacity", null, Noon.AddSeconds(2))], 7) { Alias = "fast" },
            new ActiveRequest(
                2, RequestId.Parse("runs"), ProviderKind.Groq, null, null, PriorityClass.Low, ActiveState.Running, A, 1, 0, 10, Noon, null, null, [], 0),
        ],
        most == 1_000 ? 5 : throw new InvalidOperationException("another limit"),
        ["10.0.0.2:4053"]));

    public Task<CancelResult> CancelAsync(RequestId id, CancellationToken ct) => Task.FromResult(id.Value switch
    {
        "waits" => CancelResult.Cancelled,
        "twice" => CancelResult.Several,
        "perhaps" => CancelResult.Unknown,
        _ => CancelResult.NotFound,
    });
}
