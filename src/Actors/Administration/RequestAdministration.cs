using Akka.Actor;
using Akka.Cluster;
using MultiplexCluster.Actors.Membership;
using MultiplexCluster.Actors.Routing;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Administration;

namespace MultiplexCluster.Actors.Administration;

/// <summary>The way from the admin API to the requests under way on all nodes: each node's router is asked for its own.</summary>
public sealed class RequestAdministration(ActorSystem system) : IRequestAdministration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<ActiveRequests> ListActiveAsync(int most, CancellationToken ct)
    {
        var parts = await AskAllAsync(new NodeRequests([], 0, IsWhole: false), (router, until) => ListAsync(router, most, until), ct);
        var all = parts.SelectMany(p => p.Answer.Requests).OrderByDescending(r => r.AgeMs).ToList();
        return new ActiveRequests(
            [.. all.Take(most)],
            Math.Max(0, all.Count - most) + parts.Sum(p => p.Answer.More),
            [.. parts.Where(p => !p.Answer.IsWhole).Select(p => p.Node.ToHostAndPort()).Order(StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public async Task<CancelResult> CancelAsync(RequestId id, CancellationToken ct)
    {
        var parts = await AskAllAsync(null, async (router, until) => await router.Ask<RequestsFound?>(new FindRequests(id), Patience, until), ct);
        var found = parts.SelectMany(p => (p.Answer?.Numbers ?? []).Select(number => (p.Node, Number: number))).ToList();
        if (CancelRules.Verdict(found.Count, allAnswered: parts.All(p => p.Answer is not null)) is { } verdict)
        {
            return verdict;
        }

        try
        {
            var (node, number) = found[0];
            var ended = await RouterOf(node).Ask<RequestEnded>(new CancelRequest(number, id), Patience, ct);
            return ended.WasThere ? CancelResult.Cancelled : CancelResult.NotFound;
        }
        catch (AskTimeoutException)
        {
            return CancelResult.Unknown;
        }
    }

    /// <summary>Page by page; when time is up, the pages there are.</summary>
    private static async Task<NodeRequests> ListAsync(ActorSelection router, int most, CancellationToken until)
    {
        var (requests, more) = (new List<ActiveRequest>(), 0);
        while (true)
        {
            try
            {
                var after = requests.Count > 0 ? requests[^1].Number : 0;
                var size = Math.Min(ActiveQuery.MostPerPage, most - requests.Count);
                var page = await router.Ask<ActivePage>(new ActiveQuery(after, size), Patience, until);
                requests.AddRange(page.Requests);
                more = page.More;
                if (more == 0 || page.Requests.Count == 0 || requests.Count >= most)
                {
                    return new NodeRequests(requests, more, IsWhole: true);
                }
            }
            catch (Exception late) when (IsTimeUp(late) && requests.Count > 0)
            {
                return new NodeRequests(requests, more, IsWhole: false);
            }
        }
    }

    /// <summary>All nodes at once, and what stands for the answer of one that takes longer than two seconds.</summary>
    private async Task<IReadOnlyList<(Address Node, T Answer)>> AskAllAsync<T>(
        T none, Func<ActorSelection, CancellationToken, Task<T>> ask, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var members = Cluster.Get(system).State.Members.Select(m => m.Address).Append(Cluster.Get(system).SelfAddress).Distinct();
        return await Task.WhenAll(members.Select(async node =>
        {
            try
            {
                return (node, await ask(RouterOf(node), limit.Token));
            }
            catch (Exception gone) when (IsTimeUp(gone) && !ct.IsCancellationRequested)
            {
                return (node, none);
            }
        }));
    }

    private static bool IsTimeUp(Exception gone) => gone is AskTimeoutException or OperationCanceledException;

    private ActorSelection RouterOf(Address node) => node == Cluster.Get(system).SelfAddress
        ? system.ActorSelection($"/user/{RouterActor.Name}")
        : system.ActorSelection(new RootActorPath(node) / "user" / RouterActor.Name);

    private sealed record NodeRequests(IReadOnlyList<ActiveRequest> Requests, int More, bool IsWhole);
}
