using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MultiplexCluster.Actors.Transport;

namespace MultiplexCluster.Host.Configuration;

/// <summary>Reads the switch and the three files of mutual TLS between nodes, and looks at whether they go together.</summary>
internal static class ClusterTlsReader
{
    private const string Switch = "Cluster:Tls:Enabled";
    private const string CertificateFile = "Cluster:Tls:CertificateFile";
    private const string KeyFile = "Cluster:Tls:KeyFile";
    private const string AuthorityFile = "Cluster:Tls:CaFile";

    /// <summary>What the files say; null when it is off or an error was found.</summary>
    /// <param name="reader">The configuration.</param>
    /// <param name="host">The address under which other nodes know this one.</param>
    public static NodeTls? Read(SectionReader reader, string host)
    {
        var files = new[] { CertificateFile, KeyFile, AuthorityFile }.ToDictionary(key => key, reader.Text);
        if (reader.Flag(Switch) is not true)
        {
            // Whoever names files believes that the port is safe.
            foreach (var (name, file) in files.Where(f => f.Value is not null))
            {
                reader.Fail(name, file, $"has no effect unless {reader.Name(Switch)} is true");
            }

            return null;
        }

        var texts = files.ToDictionary(f => f.Key, f => TextOf(reader, f.Key, f.Value));
        var authorities = texts[AuthorityFile] is { } ca ? Authorities(reader, files[AuthorityFile], ca) : null;
        if (texts[CertificateFile] is not { } shown || texts[KeyFile] is not { } key || authorities is null)
        {
            return null;
        }

        return Certificate(reader, files, shown, key) is { } certificate && IsGood(reader, files[CertificateFile], certificate, authorities, host)
            ? new NodeTls(certificate, authorities)
            : null;
    }

    private static string? TextOf(SectionReader reader, string key, string? file)
    {
        if (file is null)
        {
            reader.Fail(key, null, $"must name a PEM file when {reader.Name(Switch)} is true");
            return null;
        }

        if (!SecretFile.TryRead(file, out var text, out var error))
        {
            reader.Fail(key, file, $"must name a readable file ({error})");
        }

        return text;
    }

    private static X509Certificate2Collection? Authorities(SectionReader reader, string? file, string text)
    {
        try
        {
            X509Certificate2Collection all = [];
            all.ImportFromPem(text);
            if (all.Count > 0)
            {
                return all;
            }
        }
        catch (CryptographicException)
        {
            // Said below.
        }

        reader.Fail(AuthorityFile, file, "must have at least one certificate in PEM form");
        return null;
    }

    private static X509Certificate2? Certificate(SectionReader reader, Dictionary<string, string?> files, string shown, string key)
    {
        try
        {
            using var _ = X509Certificate2.CreateFromPem(shown);
        }
        catch (CryptographicException)
        {
            reader.Fail(CertificateFile, files[CertificateFile], "must have a certificate in PEM form");
            return null;
        }

        try
        {
            var certificate = X509Certificate2.CreateFromPem(shown, key);

            // There a key that was never stored is of no use to the platform's TLS.
            return OperatingSystem.IsWindows()
                ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null)
                : certificate;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            reader.Fail(KeyFile, files[KeyFile], "must have, in PEM form and without a password, the key of the certificate");
            return null;
        }
    }

    private static bool IsGood(SectionReader reader, string? file, X509Certificate2 certificate, X509Certificate2Collection authorities, string host)
    {
        if (NodeCertificates.Objection(certificate, authorities) is { } objection)
        {
            reader.Fail(CertificateFile, file, $"can't be used: {objection}");
            return false;
        }

        if (!certificate.MatchesHostname(host, allowCommonName: false))
        {
            reader.Fail(CertificateFile, file, $"must be for '{host}', this node's address for the others, in its subjectAltName");
            return false;
        }

        return true;
    }
}
