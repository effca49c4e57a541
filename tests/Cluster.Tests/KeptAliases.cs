using MultiplexCluster.Cluster.Nodes;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>Aliases while the node that keeps them is killed: what was acknowledged stays, the others know them all the time, and somebody else keeps them.</summary>
internal sealed class KeptAliases(TestCluster cluster, IReadOnlyList<ClusterNode> others, AliasPool pool) : IDisposable
{
    private const string Kept = "kept";
    private const string Changed = "changed-before-the-kill";
    private const string Deleted = "deleted-before-the-kill";
    private const string Made = "made-after-the-kill";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<string> _surprises = [];

    /// <summary>How long nobody could change them.</summary>
    public TimeSpan Unchangeable { get; private set; }

    public static async Task<KeptAliases> CreateAsync(TestCluster cluster, IReadOnlyList<ClusterNode> others)
    {
        var aliases = new KeptAliases(cluster, others, await AliasPool.CreateAsync(cluster));
        await AliasPool.SetAsync(others[0], Kept, AliasPool.Groq, AliasPool.OpenAi);
        await AliasPool.SetAsync(others[0], Changed, AliasPool.Groq);
        await AliasPool.SetAsync(others[0], Deleted, AliasPool.Groq);
        return aliases;
    }

    /// <summary>Changes that are acknowledged, and known to all that will live on.</summary>
    public async Task ChangeAsync()
    {
        await AliasPool.SetAsync(others[0], Changed, AliasPool.OpenAi);
        await AliasPool.DeleteAsync(others[1], Deleted);
        await Task.WhenAll(others.Select(node => AsAcknowledgedAsync(node, cluster.Clock)));
    }

    /// <summary>After the kill: the nodes that are left are asked until somebody keeps the aliases again.</summary>
    public async Task OutliveAsync()
    {
        var killed = cluster.Clock;
        var kept = MakeAsync(killed);
        while (!kept.IsCompleted)
        {
            foreach (var (name, expected) in new[] { (Kept, AliasPool.Groq), (Changed, AliasPool.OpenAi), (Deleted, "unknown") })
            {
                var answers = await Task.WhenAll(others.Select(node => pool.AskAsync(node, name)));

                // An endpoint of the killed node is away for longer than an alias waits for its first target.
                _surprises.AddRange(answers.Where(a => a != expected && !(name == Kept && a == AliasPool.OpenAi)).Select(a => $"{name}: {a}"));
            }

            await Task.Delay(100);
        }

        await kept;
    }

    /// <summary>After its return: all say the same, and what is deleted by way of the one that was killed is unknown to all.</summary>
    public async Task CheckAsync(ClusterNode returned)
    {
        Assert.Empty(_surprises);
        var since = cluster.Clock;
        await Task.WhenAll(cluster.Nodes.Select(node => AsAcknowledgedAsync(node, since)));
        await Task.WhenAll(cluster.Nodes.Select(node => pool.UntilAsync(node, Made, AliasPool.Groq, since)));
        foreach (var name in new[] { Kept, Changed, Made })
        {
            await AliasPool.DeleteAsync(returned, name);
            since = cluster.Clock;
            await Task.WhenAll(cluster.Nodes.Select(node => pool.UntilAsync(node, name, "unknown", since)));
        }
    }

    public void Dispose() => pool.Dispose();

    private async Task AsAcknowledgedAsync(ClusterNode node, TimeSpan since)
    {
        await pool.UntilAsync(node, Kept, AliasPool.Groq, since);
        await pool.UntilAsync(node, Changed, AliasPool.OpenAi, since);
        await pool.UntilAsync(node, Deleted, "unknown", since);
    }

    private async Task MakeAsync(TimeSpan killed)
    {
        var answer = await others[0].Admin.SendAsync(HttpMethod.Put, $"/admin/aliases/{Made}", new { targets = new[] { AliasPool.Groq } });
        while ((int)answer.Status is not (200 or 201))
        {
            Assert.True(cluster.Clock - killed < Patience, answer.Text);
            await Task.Delay(100);
            answer = await others[0].Admin.SendAsync(HttpMethod.Put, $"/admin/aliases/{Made}", new { targets = new[] { AliasPool.Groq } });
        }

        Unchangeable = cluster.Clock - killed;
    }
}
