using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MultiplexCluster.Cluster.Checking;
using MultiplexCluster.Cluster.Nodes;
using MultiplexCluster.Faults.Callers;
using MultiplexCluster.Faults.Certificates;
using Xunit;

namespace MultiplexCluster.Cluster.Tests;

/// <summary>Mutual TLS between nodes: who has no certificate of the cluster's authority is no node, and can't disturb one.</summary>
[Collection(SecuredClusterTests.Name)]
public sealed class TlsTests(SecuredCluster secured)
{
    [ClusterFact]
    public async Task Nodes_with_certificates_form_a_cluster_that_strangers_neither_join_nor_disturb()
    {
        var (cluster, authority) = (secured.Cluster, secured.Authority);
        using var foreign = new TestAuthority("foreign authority");
        var pool = await cluster.PoolAsync(2, new { max_concurrent_requests = 5, queue_size = 1000 });
        await using var load = cluster.Crowd.StartRate(50, i => new CallPlan { Pool = pool.Name, Stream = i % 5 == 0 });

        await Task.WhenAll(cluster.Nodes.Select(async node =>
        {
            await SayAsync(node, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await SayAsync(node, new string('\u00ff', 100_000));
            await SayAsync(node, "\u0016\u0003\u0001\u0002\u0000");
            await Assert.ThrowsAnyAsync<Exception>(() => ShakeHandsAsync(node, null));
            await Assert.ThrowsAnyAsync<Exception>(() => ShakeHandsAsync(node, foreign.Issue().Load()));
            await Assert.ThrowsAnyAsync<Exception>(() => ShakeHandsAsync(node, authority.Issue(isForServersOnly: true).Load()));
            await Assert.ThrowsAnyAsync<Exception>(() => ShakeHandsAsync(node, authority.Issue(isExpired: true).Load()));

            // The way all those would have gone.
            await ShakeHandsAsync(node, authority.Issue().Load());
        }));

        var nodes = cluster.Nodes.ToList();
        var plain = await cluster.AddNodeAsync(new Dictionary<string, string?>(authority.EnvironmentOf(authority.Issue()).ToDictionary(p => p.Key, _ => (string?)null)));
        plain.InRotation = false;
        plain.Launch();
        await plain.Service.Output.WaitForAsync("Tried to associate with unreachable remote address");
        Assert.False(await plain.IsReadyAsync());
        await plain.KillAsync();
        await cluster.RemoveNodeAsync(plain);

        var calls = await load.StopAsync();
        Assert.All(calls, c => Assert.True(c.Succeeded, $"{c.RequestId}: {c.End} {c.Status} {c.Detail}"));
        var report = await InvariantCheck.RunAsync(cluster, pool, calls);
        Assert.True(report.Violations.Count == 0, report.Summary);
        Assert.All(nodes, n => Assert.True(n.IsUp && n.ExitCodes.Count == 0));
    }

    private static async Task SayAsync(ClusterNode node, string words)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(node.Place.Host, node.Place.Port);
        try
        {
            await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(words));
            await socket.GetStream().CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromMilliseconds(300));
        }
        catch (Exception end) when (end is IOException or TimeoutException)
        {
            // Closed, or left open without a word: either is well.
        }
    }

    /// <summary>A handshake; with TLS 1.3 the server's word on the client's certificate comes only after it, with the first read.</summary>
    private static async Task ShakeHandsAsync(ClusterNode node, X509Certificate2? certificate)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(node.Place.Host, node.Place.Port);
        await using var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = node.Place.Host,
            EnabledSslProtocols = SslProtocols.None,
            ClientCertificates = certificate is null ? [] : [certificate],
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
        });
        try
        {
            if (await tls.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(0.5)) == 0)
            {
                throw new IOException("the node closed the connection");
            }
        }
        catch (TimeoutException)
        {
            // It waits for what this peer has to say: accepted.
        }
    }
}
