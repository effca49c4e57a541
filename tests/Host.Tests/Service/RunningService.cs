using MultiplexCluster.FakeProviders;
using Xunit;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>The real service in a process of its own with fake providers behind it, shared by the tests of one class.</summary>
public class RunningService : IAsyncLifetime
{
    private const string AdminToken = "test-admin-token-of-the-features";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("multiplex-service-");
    private readonly List<HttpClient> _clients = [];
    private ServiceProcess? _process;

    /// <summary>The providers behind it.</summary>
    public FakeProvider Fake { get; private set; } = null!;

    /// <summary>Calls the data plane, without a credential.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address => _process!.Address;

    internal AdminClient Admin { get; private set; } = null!;

    internal ServiceOutput Output { get; } = new();

    /// <summary>Environment variables beside the usual ones.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public async Task InitializeAsync()
    {
        Fake = await FakeProvider.StartAsync();
        await StartAsync();
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill() => _process!.Kill();

    /// <summary>Asks it to end, and doesn't wait.</summary>
    public Task SignalTerminationAsync() => _process!.SignalTerminationAsync();

    /// <summary>Its exit code, once it has ended.</summary>
    public Task<int> WaitForExitAsync() => _process!.WaitForExitAsync();

    /// <summary>Asks it to end and waits for that.</summary>
    public async Task<int> TerminateAsync()
    {
        await SignalTerminationAsync();
        return await WaitForExitAsync();
    }

    /// <summary>Starts it again on the same data; what still runs is killed.</summary>
    public async Task RestartAsync()
    {
        _process!.Dispose();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        _process?.Dispose();
        _clients.ForEach(client => client.Dispose());
        await Fake.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private async Task StartAsync()
    {
        var from = Output.Count;
        _process = await ServiceProcess.StartAsync(_directory.FullName, AdminToken, Settings, Output);
        Http = NewClient();
        var admin = NewClient();
        admin.DefaultRequestHeaders.Add("Authorization", $"Bearer {AdminToken}");
        Admin = new AdminClient(admin);
        await Output.WaitForAsync(line => line.Contains("Ready", StringComparison.Ordinal), from); // the last line of a start
        await Eventually.GetAsync(async () => await Http.GetStringOrStatusAsync("/health/ready"), text => text.Contains("\"ready\"", StringComparison.Ordinal));
    }

    /// <summary>A client of its own connections; the fixture disposes it.</summary>
    internal HttpClient NewClient()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,

            // Who leaves closes the connection; the platform would read on for up to two seconds.
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.Zero,
        };
        var client = new HttpClient(handler) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(1) };
        _clients.Add(client);
        return client;
    }
}
