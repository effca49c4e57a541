using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MultiplexCluster.Actors.Transport;

/// <summary>Which certificates make a node.</summary>
public static class NodeCertificates
{
    // Extended key usages by RFC 5280, section 4.2.1.12: either node may have dialled.
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Why this certificate is none of a node of these authorities at this moment; null when it is.</summary>
    public static string? Objection(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(authorities);
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain.Build(certificate) ? null : Text(chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status));
    }

    private static string Text(X509ChainStatusFlags status) => status switch
    {
        _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) => "it has expired or is not valid yet",
        _ when status.HasFlag(X509ChainStatusFlags.NotValidForUsage) => "it must be good for both serverAuth and clientAuth",
        _ when (status & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot)) != 0 => "no authority of this cluster has signed it",
        _ => status.ToString(),
    };
}
