using Microsoft.Extensions.Configuration;
using MultiplexCluster.Host.Configuration;
using Xunit;

namespace MultiplexCluster.Host.Tests.Configuration;

public sealed class MultiplexOptionsReaderTests
{
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private const string Token = "0123456789abcdef";
    private const string Canary = "canary-5e1d";

    [Fact]
    public void Nothing_set_is_one_loopback_node_on_sqlite()
    {
        var (options, errors) = Read();

        Assert.Empty(errors);
        Assert.True(options.Listeners.AreLoopback);
        Assert.False(options.RequireClientKey);
        Assert.Equal(PersistenceProvider.Sqlite, options.Persistence.Provider);
        Assert.Equal(["endpoint"], options.Cluster.Roles);
        Assert.Equal(new LimitOptions(64L << 20, 1L << 30, 256L << 20), options.Limits);
        Assert.Equal(200_000, options.MaxObjects);
        Assert.Empty(options.AllowedHosts);
        Assert.Empty(options.AllowedOrigins);
        Assert.EndsWith("/data", options.DataDirectory, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_set_is_read()
    {
        var (options, errors) = Read(
            "urls=http://0.0.0.0:8080", "Multiplex:DataDirectory=/tmp/x", $"Multiplex:Admin:Token={Token}", $"Multiplex:MasterKey={Key}",
            "Multiplex:Persistence:Provider=PostgreSQL", "Multiplex:Persistence:ConnectionString=Host=db;Password=p", "Multiplex:Cluster:Hostname=node1",
            "Multiplex:Cluster:Port=4053", "Multiplex:Cluster:PublicHostname=nat", "Multiplex:Cluster:PublicPort=4054", "Multiplex:Cluster:SeedNodes:0=node1:4053", "Multiplex:Cluster:SeedNodes:1=node2:4053", "Multiplex:Cluster:Roles:0=client",
            "Multiplex:Upstreams:AllowPrivateNetworks=true", "Multiplex:Upstreams:AllowAdministrationRoutes=True", "Multiplex:Limits:MaxBodyBytes=2048",
            "Multiplex:Limits:MaxUploadBytes=4096", "Multiplex:Limits:BodyMemoryBytes=1048576", "Multiplex:Affinity:MaxObjects=0", "Multiplex:AllowedHosts:0=ai.example", "Multiplex:AllowedOrigins:0=https://app.example", "Multiplex:RequireClientKey=false");

        Assert.Empty(errors);
        Assert.Equal(["node1:4053", "node2:4053"], options.Cluster.SeedNodes.Select(seed => seed.ToString()));
        Assert.Equal(["client"], options.Cluster.Roles);
        Assert.Equal(("node1", 4053, "nat", 4054), (options.Cluster.Hostname, options.Cluster.Port, options.Cluster.PublicHostname, options.Cluster.PublicPort));
        Assert.True(options.Upstreams is { AllowPrivateNetworks: true, AllowAdministrationRoutes: true });
        Assert.False(options.RequireClientKey);
        Assert.True(options.Cluster.HasOtherNodes);
        Assert.Equal(new LimitOptions(2048, 4096, 1048576), options.Limits);
        Assert.Equal(0, options.MaxObjects);
        Assert.Equal(["ai.example"], options.AllowedHosts);
        Assert.Equal(["https://app.example"], options.AllowedOrigins);
    }

    [Fact]
    public void All_errors_come_at_once_each_with_key_value_and_range_and_secrets_masked()
    {
        var (_, errors) = Read(
            $"Multiplex:Admin:Token={Canary} ä", $"Multiplex:MasterKey={Canary}", "Multiplex:Persistence:Provider=mysql", "Multiplex:Cluster:Port=99999",
            "Multiplex:Cluster:Hostname=a b", "Multiplex:Cluster:SeedNodes:0=nowhere", "Multiplex:Cluster:Roles:0=a b", "Multiplex:Upstreams:AllowPrivateNetworks=yes",
            "Multiplex:Limits:MaxBodyBytes=64MiB", "Multiplex:Limits:MaxUploadBytes=-1", "Multiplex:Affinity:MaxObjects=2000001", "Multiplex:RequireClientKey=1", $"Multiplex:Admin:Tokn={Canary}", "Multiplex:Datadir=x");

        Assert.Equal(
            [
                "Multiplex__Admin__Token", "Multiplex__Admin__Tokn", "Multiplex__Affinity__MaxObjects", "Multiplex__Cluster__Hostname", "Multiplex__Cluster__Port", "Multiplex__Cluster__Roles__0",
                "Multiplex__Cluster__SeedNodes__0", "Multiplex__Datadir", "Multiplex__Limits__MaxBodyBytes", "Multiplex__Limits__MaxUploadBytes",
                "Multiplex__MasterKey", "Multiplex__Persistence__Provider", "Multiplex__RequireClientKey", "Multiplex__Upstreams__AllowPrivateNetworks",
            ],
            errors.Select(error => error.Key).Order(StringComparer.Ordinal));
        var text = string.Join('\n', errors);
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
        Assert.Contains("Multiplex__Cluster__Port = 99999: must be a whole number from 0 to 65,535", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urls=http://0.0.0.0:8080")]
    [InlineData("urls=http://*:8080")]
    [InlineData("urls=http://[::]:8080")]
    [InlineData("urls=http://127.0.0.1:1;http://192.168.0.1:2")]
    [InlineData("urls=http://myhost:8080")]
    [InlineData("http_ports=8080")]
    [InlineData("Kestrel:Endpoints:Web:Url=http://+:80")]
    public void An_open_listener_needs_the_operators_token_and_client_keys(string listener)
    {
        var (options, errors) = Read(listener);

        Assert.Equal("Multiplex__Admin__Token", Assert.Single(errors).Key);
        Assert.True(options.RequireClientKey);
        Assert.Empty(Read(listener, $"Multiplex:Admin:Token={Token}").Errors);
    }

    [Fact]
    public void A_token_that_can_be_guessed_is_no_token_on_an_open_listener()
    {
        Assert.Equal("Multiplex__Admin__Token", Assert.Single(Read("urls=http://*:80", $"Multiplex:Admin:Token={Token[1..]}").Errors).Key);
        Assert.Empty(Read("Multiplex:Admin:Token=t").Errors);
    }

    [Theory]
    [InlineData("urls=http://localhost:5000")]
    [InlineData("urls=http://[::1]:5000;http://127.0.0.2:5000")]
    [InlineData("urls=http://unix:/tmp/s.sock")]
    public void A_loopback_listener_needs_neither(string listener)
    {
        var (options, errors) = Read(listener);

        Assert.Empty(errors);
        Assert.False(options.RequireClientKey);
    }

    [Fact]
    public void Several_nodes_need_postgresql_and_a_master_key()
    {
        string[] seeds = ["Multiplex:Cluster:SeedNodes:0=a:1", "Multiplex:Cluster:SeedNodes:1=b:1"];

        Assert.Equal(["Multiplex__Persistence__Provider", "Multiplex__MasterKey"], Read(seeds).Errors.Select(error => error.Key));
        Assert.Empty(Read("Multiplex:Cluster:Hostname=a", "Multiplex:Cluster:Port=1", "Multiplex:Cluster:SeedNodes:0=a:1").Errors);
    }

    [Fact]
    public void A_seed_that_is_the_nodes_public_address_names_no_other_node()
    {
        string[] own = ["Multiplex:Cluster:Hostname=0.0.0.0", "Multiplex:Cluster:Port=1", "Multiplex:Cluster:PublicHostname=a", "Multiplex:Cluster:PublicPort=2"];

        Assert.False(Read([.. own, "Multiplex:Cluster:SeedNodes:0=a:2"]).Options.Cluster.HasOtherNodes);
        Assert.True(Read([.. own, "Multiplex:Cluster:SeedNodes:0=a:1"]).Options.Cluster.HasOtherNodes);
    }

    [Theory]
    [InlineData("Multiplex:MasterKeyFile=/does/not/exist")]
    [InlineData("Multiplex:Persistence:Provider=postgresql")]
    [InlineData("Multiplex:MasterKey=AAAA")]
    [InlineData("urls=nonsense")]
    [InlineData("Multiplex:Cluster:SeedNodes=a:1")]
    [InlineData("Multiplex:Cluster:PublicHostname=a:1")]
    [InlineData("Multiplex:Cluster:PublicPort=0")]
    [InlineData("Multiplex:Admin=x")]
    [InlineData("Multiplex:Limits:BodyMemoryBytes=1000")]
    [InlineData("Multiplex:AllowedHosts:0=http://a")]
    [InlineData("Multiplex:AllowedHosts:0=a:80")]
    [InlineData("Multiplex:AllowedOrigins:0=app.example")]
    [InlineData("Multiplex:AllowedOrigins:0=https://app.example/")]
    [InlineData("Multiplex:AllowedOrigins:0=https://*.example")]
    [InlineData("Multiplex:AllowedOrigins:0=null")]
    [InlineData("Multiplex:DataDirectory=/dev/null")]
    public void Each_of_these_is_an_error(string setting) => Assert.Single(Read(setting).Errors);

    [Fact]
    public void A_wrong_master_key_and_a_wrong_file_of_one_are_both_told_and_that_they_exclude_each_other()
    {
        var (_, errors) = Read("Multiplex:MasterKey=short", "Multiplex:MasterKeyFile=/nope");

        Assert.Equal(["Multiplex__MasterKey", "Multiplex__MasterKeyFile", "Multiplex__MasterKeyFile"], errors.Select(error => error.Key));
    }

    [Theory]
    [InlineData(",,")]
    [InlineData(" , ")]
    [InlineData("bad key,another bad one")]
    public void A_key_variable_that_holds_no_key_is_one_error(string value) =>
        Assert.Equal("GROQ_API_KEY", Assert.Single(EnvironmentKeys.Read(Configure($"GROQ_API_KEY={value}")).Errors).Key);

    [Fact]
    public void Environment_keys_are_split_trimmed_and_taken_once()
    {
        var configuration = Configure("OPENAI_API_KEY= sk-one , sk-two,,sk-one", "GOOGLE_API_KEY=g-two", "GEMINI_API_KEY=g-one", "GROQ_API_KEY=bad key");

        var (keys, errors) = EnvironmentKeys.Read(configuration);

        Assert.Equal(["sk-one", "sk-two", "g-one"], keys.All.Select(pair => pair.Key.Reveal()));
        Assert.Equal("GROQ_API_KEY", Assert.Single(errors).Key);
    }

    private static (MultiplexOptions Options, IReadOnlyList<ConfigurationError> Errors) Read(params string[] settings) =>
        MultiplexOptionsReader.Read(Configure(settings));

    private static IConfigurationRoot Configure(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1]))
        .Build();
}
