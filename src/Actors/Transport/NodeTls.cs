using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace MultiplexCluster.Actors.Transport;

/// <summary>Mutual TLS between nodes: what this node shows the others, and whom it takes for one of them.</summary>
/// <param name="Certificate">This node's, with its private key; used for both sides of a connection.</param>
/// <param name="Authorities">Whoever shows a certificate that one of these signed is a node.</param>
public sealed record NodeTls(X509Certificate2 Certificate, X509Certificate2Collection Authorities)
{
    /// <summary>The address of a node reads <c>akka.ssl.tcp://</c> with it: with and without can't be mixed.</summary>
    internal const string Hocon = "akka.remote.dot-netty.tcp.enable-ssl = true";

    internal DotNettySslSetup Setup => new(
        Certificate,
        suppressValidation: false,
        requireMutualAuthentication: true,

        // Without it the platform would compare with this node's own name instead of the one that is dialled.
        validateCertificateHostname: true,
        customValidator: (shown, _, peer, errors, log) =>
        {
            var objection = Objection(shown, errors);
            if (objection is not null)
            {
                log.Warning("the certificate that {0} shows as a node is not accepted: {1}", peer, objection);
            }

            return objection is null;
        });

    /// <summary>
    /// Why a peer is not taken for a node; null when it is. Its chain is built anew, to the cluster's own authorities instead
    /// of the machine's; that the name is another than the one that was dialled is the platform's finding.
    /// </summary>
    internal string? Objection(X509Certificate2? shown, SslPolicyErrors errors)
    {
        if (shown is null)
        {
            return "it shows none";
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? "it is for another host than the one that was dialled"
            : NodeCertificates.Objection(shown, Authorities);
    }
}
