using Microsoft.Extensions.Configuration;
using MultiplexCluster.Faults.Certificates;
using MultiplexCluster.Host.Configuration;
using Xunit;

namespace MultiplexCluster.Host.Tests.Configuration;

public sealed class ClusterTlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Nothing_set_is_no_tls()
    {
        var (options, errors) = Read(new Dictionary<string, string?>());

        Assert.Empty(errors);
        Assert.Null(options.Cluster.Tls);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("node1")]
    public void A_switch_and_three_files_turn_it_on(string host)
    {
        var (options, errors) = Read(_authority.EnvironmentOf(_authority.Issue(host)), ("Multiplex__Cluster__Hostname", host));

        Assert.Empty(errors);
        Assert.True(options.Cluster.Tls!.Certificate.HasPrivateKey);
        Assert.Single(options.Cluster.Tls.Authorities);
    }

    [Fact]
    public void It_is_the_public_name_that_the_certificate_is_for()
    {
        var (_, errors) = Read(
            _authority.EnvironmentOf(_authority.Issue("nat.example")), ("Multiplex__Cluster__Hostname", "node1"), ("Multiplex__Cluster__PublicHostname", "nat.example"));

        Assert.Empty(errors);
    }

    [Fact]
    public void Files_without_the_switch_are_refused_as_the_port_would_be_open()
    {
        var (_, errors) = Read(_authority.EnvironmentOf(_authority.Issue()), ("Multiplex__Cluster__Tls__Enabled", null));

        Assert.Equal(3, errors.Count);
        Assert.All(errors, e => Assert.Contains("has no effect unless Multiplex__Cluster__Tls__Enabled is true", e.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_switch_without_files_names_each()
    {
        var (_, errors) = Read(new Dictionary<string, string?> { ["Multiplex__Cluster__Tls__Enabled"] = "true" });

        Assert.Equal(
            ["Multiplex__Cluster__Tls__CaFile", "Multiplex__Cluster__Tls__CertificateFile", "Multiplex__Cluster__Tls__KeyFile"],
            errors.Select(e => e.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("expired", "CertificateFile", "it has expired or is not valid yet")]
    [InlineData("server only", "CertificateFile", "it must be good for both serverAuth and clientAuth")]
    [InlineData("other host", "CertificateFile", "must be for '127.0.0.1', this node's address for the others")]
    [InlineData("other authority", "CertificateFile", "no authority of this cluster has signed it")]
    [InlineData("other key", "KeyFile", "the key of the certificate")]
    [InlineData("no key", "KeyFile", "must name a readable file (it does not exist)")]
    [InlineData("garbage certificate", "CertificateFile", "must have a certificate in PEM form")]
    [InlineData("garbage authority", "CaFile", "must have at least one certificate in PEM form")]
    public void Files_that_do_not_go_together_are_refused_with_the_reason(string what, string key, string reason)
    {
        using var other = new TestAuthority("other authority");
        var certificate = what switch
        {
            "expired" => _authority.Issue(isExpired: true),
            "server only" => _authority.Issue(isForServersOnly: true),
            "other host" => _authority.Issue("127.0.0.2"),
            "other authority" => other.Issue(),
            "other key" => _authority.Issue() with { KeyFile = _authority.Issue().KeyFile },
            "no key" => _authority.Issue() with { KeyFile = "/nowhere/1.key" },
            "garbage certificate" => _authority.Issue() with { File = _authority.Issue().KeyFile },
            _ => _authority.Issue(),
        };
        var all = _authority.EnvironmentOf(certificate);

        var (_, errors) = Read(all, what == "garbage authority" ? [("Multiplex__Cluster__Tls__CaFile", certificate.KeyFile)] : []);

        var error = Assert.Single(errors);
        Assert.Equal($"Multiplex__Cluster__Tls__{key}", error.Key);
        Assert.Contains(reason, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_in_the_place_of_its_files_name_is_not_repeated()
    {
        var key = File.ReadAllText(_authority.Issue().KeyFile);

        var (_, errors) = Read(_authority.EnvironmentOf(_authority.Issue()), ("Multiplex__Cluster__Tls__KeyFile", key));

        Assert.DoesNotContain("KEY-----", string.Join(' ', errors), StringComparison.Ordinal);
        Assert.Contains("must name a readable file", Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    private static (MultiplexOptions Options, IReadOnlyList<ConfigurationError> Errors) Read(
        IReadOnlyDictionary<string, string?> environment, params (string Name, string? Value)[] changes)
    {
        var all = new Dictionary<string, string?>(environment);
        foreach (var (name, value) in changes)
        {
            all[name] = value;
        }

        return MultiplexOptionsReader.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(all.Where(p => p.Value is not null).ToDictionary(p => p.Key.Replace("__", ":", StringComparison.Ordinal), p => p.Value))
            .Build());
    }
}
