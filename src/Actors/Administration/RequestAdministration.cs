using Akka.Actor;
using Akka.Cluster;
using MultiplexCluster.Actors.Membership;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;

namespace MultiplexCluster.Actors.Administration;

/// <summary>The way from the admin API to the requests under way on all nodes: each node's router is asked for its own.</summary>
public sealed class RequestAdministration(ActorSystem system) : IRequestAdministration
{
    private const int PerPage = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<ActiveRequests> ListActiveAsync(int most, CancellationToken ct)
    {
        var parts = await AskAllAsync((router, until) => ListAsync(router, most, until), ct);
        var all = parts.SelectMany(p => p.Answer?.Requests ?? []).OrderByDescending(r => r.AgeMs).ToList();
        return new ActiveRequests(
            [.. all.Take(most)],
            Math.Max(0, all.Count - most) + parts.Sum(p => p.Answer?.More ?? 0),
            [.. parts.Where(p => p.Answer is null).Select(p => p.Node.ToHostAndPort()).Order(StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public async Task<CancelResult> CancelAsync(RequestId id, CancellationToken ct)
    {
        var parts = await AskAllAsync((router, until) => router.Ask<RequestsFound>(new FindRequests(id), Patience, until), ct);
        var found = parts.SelectMany(p => (p.Answer?.Numbers ?? []).Select(number => (p.Node, Number: number))).ToList();
        switch (found)
        {
            case []:
                return parts.Any(p => p.Answer is null) ? CancelResult.Unknown : CancelResult.NotFound;
            case [var (node, number)]:
                try
                {
                    var ended = await RouterOf(node).Ask<RequestEnded>(new CancelRequest(number, id), Patience, ct);
                    return ended.WasThere ? CancelResult.Cancelled : CancelResult.NotFound;
                }
                catch (AskTimeoutException)
                {
                    return CancelResult.Unknown;
                }

            default:
                return CancelResult.Several;
        }
    }

    private static async Task<ActivePage> ListAsync(ActorSelection router, int most, CancellationToken ct)
    {
        var requests = new List<ActiveRequest>();
        while (true)
        {
            var after = requests.Count > 0 ? requests[^1].Number : 0;
            var page = await router.Ask<ActivePage>(new ActiveQuery(after, Math.Min(PerPage, most - requests.Count)), Patience, ct);
            requests.AddRange(page.Requests);
            if (page.More == 0 || page.Requests.Count == 0 || requests.Count >= most)
            {
                return new ActivePage(requests, page.More);
            }
        }
    }

    /// <summary>All nodes at once; no answer of one that takes longer than two seconds.</summary>
    private async Task<IReadOnlyList<(Address Node, T? Answer)>> AskAllAsync<T>(Func<ActorSelection, CancellationToken, Task<T>> ask, CancellationToken ct)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var members = Cluster.Get(system).State.Members.Select(m => m.Address).Append(Cluster.Get(system).SelfAddress).Distinct();
        return await Task.WhenAll(members.Select(async node =>
        {
            try
            {
                return (node, (T?)await ask(RouterOf(node), limit.Token).WaitAsync(limit.Token));
            }
            catch (Exception gone) when (gone is AskTimeoutException or OperationCanceledException && !ct.IsCancellationRequested)
            {
                return (node, null);
            }
        }));
    }

    private ActorSelection RouterOf(Address node) => node == Cluster.Get(system).SelfAddress
        ? system.ActorSelection($"/user/{RouterActor.Name}")
        : system.ActorSelection(new RootActorPath(node) / "user" / RouterActor.Name);
}
