using System.Diagnostics;
using System.Globalization;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>One run of the real service in a process of its own, on a free loopback port.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private static readonly string[] KeyVariables =
        ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "GROQ_API_KEY"];

    private readonly Process _process;

    private ServiceProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it; it listens when this returns.</summary>
    public static async Task<ServiceProcess> StartAsync(
        string dataDirectory, string adminToken, IReadOnlyDictionary<string, string> settings, ServiceOutput output)
    {
        var from = output.Count;
        var process = new Process { StartInfo = Command(dataDirectory, adminToken, settings), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var line = await output.WaitForAsync(l => l.Contains(Listening, StringComparison.Ordinal), from);
            return new ServiceProcess(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]));
        }
        catch
        {
            // Nobody else knows of it.
            using (process)
            {
                process.Kill();
            }

            throw;
        }
    }

    /// <summary>Ends it without a chance to say goodbye.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    /// <summary>Asks it to end.</summary>
    public async Task SignalTerminationAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static ProcessStartInfo Command(string dataDirectory, string adminToken, IReadOnlyDictionary<string, string> settings)
    {
        var command = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "MultiplexCluster.Host.dll"), "--urls", "http://127.0.0.1:0" },
            WorkingDirectory = dataDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in KeyVariables)
        {
            command.Environment.Remove(variable);
        }

        command.Environment["Multiplex__Admin__Token"] = adminToken;
        command.Environment["Multiplex__DataDirectory"] = dataDirectory;
        command.Environment["Multiplex__Upstreams__AllowPrivateNetworks"] = "true";
        foreach (var (name, value) in settings)
        {
            command.Environment[name] = value;
        }

        return command;
    }
}
