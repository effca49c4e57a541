using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace MultiplexCluster.Faults.Service;

/// <summary>The service as a process of its own, with a data directory that outlives its restarts.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    /// <summary>The admin token of every service started here.</summary>
    public const string AdminToken = "admin-token-of-the-fault-tests";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("multiplex-faults-");
    private readonly ServiceSetup _setup;
    private Process? _process;

    private ServiceProcess(ServiceSetup setup)
    {
        _setup = setup;
        Leftovers.Watch(_directory);
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{setup.Host}:{LoopbackPort.Free()}"));
        Admin = new AdminApi(Address, AdminToken);
    }

    /// <summary>Where it listens; the same after a restart.</summary>
    public Uri Address { get; }

    /// <summary>Its admin API.</summary>
    public AdminApi Admin { get; }

    /// <summary>All it has written to standard output and error, over all its runs.</summary>
    public ServiceOutput Output { get; } = new();

    /// <summary>Its data directory.</summary>
    public string DataDirectory => Path.Combine(_directory.FullName, "data");

    /// <summary>Its database.</summary>
    public string Database => Path.Combine(DataDirectory, "multiplex.db");

    /// <summary>Told the exit code whenever a run has ended, however it did.</summary>
    public Action<int>? OnEnded { get; set; }

    /// <summary>The process; that of its last run when it has ended.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Whether the process runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process!.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
    }

    /// <summary>Starts a service with an empty data directory; it is ready when this completes.</summary>
    public static async Task<ServiceProcess> StartAsync()
    {
        var service = Create(new ServiceSetup());
        await service.StartAgainAsync();
        return service;
    }

    /// <summary>A service with an empty data directory, not started yet.</summary>
    public static ServiceProcess Create(ServiceSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return new ServiceProcess(setup);
    }

    /// <summary>Starts it (again) on the same port and data; it is ready when this completes.</summary>
    public async Task StartAgainAsync()
    {
        Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>The program that the next start runs. Default: the one that was built with the tests.</summary>
    public string Program { get; set; } = Path.Combine(AppContext.BaseDirectory, "MultiplexCluster.Host.dll");

    /// <summary>Starts it (again) on the same port and data, and waits for nothing.</summary>
    public void Launch()
    {
        _process?.Dispose();
        List<string> command = [.. _setup.Launcher, "dotnet", Program, "--urls", Address.ToString()];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _directory.FullName,
        };
        Prepare(start.Environment);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => OnEnded?.Invoke(process.ExitCode);
        process.Start();
        _process = process;
        Leftovers.Watch(_process);
        _process.OutputDataReceived += (_, line) => Output.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Output.Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>kill -9; it is gone when this completes.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: it is asked to end.</summary>
    public void Terminate() => Signals.Send(_process!.Id, Signals.Terminate);

    /// <summary>SIGSTOP: it stands still with all its connections open.</summary>
    public void Freeze() => Signals.Send(_process!.Id, Signals.Stop);

    /// <summary>SIGCONT after <see cref="Freeze"/>.</summary>
    public void Thaw() => Signals.Send(_process!.Id, Signals.Continue);

    /// <summary>The exit code, once it has ended.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        await _process!.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    /// <summary>Kills it and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await KillAsync();
        }

        _process?.Dispose();
        Admin.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>Completes when it is ready; an error with its last lines when it has ended or is not ready within the limit (default a minute).</summary>
    public async Task WaitUntilReadyAsync(TimeSpan? limit = null)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            if (!IsRunning || Stopwatch.GetElapsedTime(began) > (limit ?? StartLimit))
            {
                throw new InvalidOperationException($"the service did not become ready:{Environment.NewLine}{Output.Tail(40)}");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri(Address, "/health/ready"));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet, or too busy with its start.
            }

            await Task.Delay(30);
        }
    }

    private void Prepare(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(n => n.StartsWith("Multiplex__", StringComparison.Ordinal) || n.EndsWith("_API_KEY", StringComparison.Ordinal)).ToList())
        {
            environment.Remove(name);
        }

        environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        environment["Multiplex__Admin__Token"] = AdminToken;
        environment["Multiplex__DataDirectory"] = DataDirectory;
        environment["Multiplex__Upstreams__AllowPrivateNetworks"] = "true";
        environment["Logging__LogLevel__Akka"] = "Information";
        foreach (var (name, value) in _setup.Environment)
        {
            environment[name] = value;
        }
    }
}
