using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MultiplexCluster.Faults.Certificates;

/// <summary>A certificate authority in a directory of its own, which goes with it.</summary>
public sealed class TestAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private static readonly DateTimeOffset Made = TimeProvider.System.GetUtcNow().AddDays(-2);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("multiplex-certificates-");
    private readonly X509Certificate2 _authority;
    private int _issued;

    /// <summary>A new authority with a key of its own.</summary>
    public TestAuthority(string name = "test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _authority = request.CreateSelfSigned(Made, Made.AddYears(1));
        File = Write("ca.crt", _authority.ExportCertificatePem());
    }

    /// <summary>Its certificate.</summary>
    public string File { get; }

    /// <summary>Issues a certificate for a host name or address; under a name of its own, one that has expired, or of one use only, if asked for.</summary>
    public IssuedCertificate Issue(string host = "127.0.0.1", bool isExpired = false, bool isForServersOnly = false, string? name = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name ?? host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        OidCollection uses = [new Oid(ServerAuthentication)];
        if (!isForServersOnly)
        {
            uses.Add(new Oid(ClientAuthentication));
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, false));
        var number = Interlocked.Increment(ref _issued);
        using var issued = request.Create(_authority, Made, isExpired ? Made.AddDays(1) : Made.AddMonths(6), BitConverter.GetBytes(number));
        var file = string.Create(CultureInfo.InvariantCulture, $"{number}");
        return new IssuedCertificate(Write($"{file}.crt", issued.ExportCertificatePem()), Write($"{file}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>The environment of a node that shows this certificate and trusts this authority.</summary>
    public IReadOnlyDictionary<string, string?> EnvironmentOf(IssuedCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new Dictionary<string, string?>
        {
            ["Multiplex__Cluster__Tls__Enabled"] = "true",
            ["Multiplex__Cluster__Tls__CertificateFile"] = certificate.File,
            ["Multiplex__Cluster__Tls__KeyFile"] = certificate.KeyFile,
            ["Multiplex__Cluster__Tls__CaFile"] = File,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        _directory.Delete(recursive: true);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}

/// <summary>A certificate and its key, as files.</summary>
public sealed record IssuedCertificate(string File, string KeyFile)
{
    /// <summary>Both in one object, for a client that shows it.</summary>
    public X509Certificate2 Load() => X509Certificate2.CreateFromPemFile(File, KeyFile);
}
