using System.Diagnostics;
using System.Globalization;
using MultiplexCluster.Faults.Service;
using Npgsql;

namespace MultiplexCluster.Cluster.Database;

/// <summary>
/// A real PostgreSQL server of the test's own: in a temporary directory, on a free loopback port, without waiting for
/// the disk. It can stand still, be stopped, crash, and be started again on the same port and data.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "multiplex";
    private const string Password = "password-of-the-cluster-tests";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("multiplex-postgres-");
    private Process? _process;

    private PostgresServer() => Leftovers.Watch(_directory);

    /// <summary>Its port at 127.0.0.1; the same after a restart.</summary>
    public int Port { get; } = LoopbackPort.Free();

    /// <summary>All it has written.</summary>
    public ServiceOutput Output { get; } = new();

    /// <summary>Whether the server's process is there, perhaps standing still.</summary>
    public bool IsRunning => _process is { HasExited: false };

    private string Data => Path.Combine(_directory.FullName, "data");

    /// <summary>Makes and starts a server; it answers when this completes.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is missing (<see cref="PostgresPrograms.Missing"/>) or does not start.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        if (PostgresPrograms.Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var server = new PostgresServer();
        try
        {
            await server.InitializeAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string of a database, as an operator would set it; <paramref name="host"/> and <paramref name="port"/> where a node must go another way.</summary>
    public string ConnectionString(string database, string host = "127.0.0.1", int? port = null) => new NpgsqlConnectionStringBuilder
    {
        Host = host, Port = port ?? Port, Username = User, Password = Password, Database = database,
    }.ConnectionString;

    /// <summary>Makes an empty database.</summary>
    public Task CreateDatabaseAsync(string name) => QueryAsync("postgres", $"CREATE DATABASE \"{name}\"");

    /// <summary>Runs a statement; the values of all rows, as text.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false;Timeout=5;Command Timeout=10");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await rows.ReadAsync())
        {
            for (var i = 0; i < rows.FieldCount; i++)
            {
                values.Add(Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture)!);
            }
        }

        return values;
    }

    /// <summary>Stands still, with all connections open: nobody is answered, nobody is refused.</summary>
    public void Freeze()
    {
        // The parent first, or it would make new children meanwhile.
        Signals.Send(_process!.Id, Signals.Stop);
        SignalChildren(Signals.Stop);
    }

    /// <summary>Goes on after <see cref="Freeze"/>.</summary>
    public void Thaw()
    {
        SignalChildren(Signals.Continue);
        Signals.Send(_process!.Id, Signals.Continue);
    }

    /// <summary>Stops in good order, cutting all connections; connects are refused until it is started again.</summary>
    public Task StopAsync() => EndAsync(Signals.Interrupt);

    /// <summary>Ends without order; the next start recovers from the log.</summary>
    public Task CrashAsync() => EndAsync(Signals.Quit);

    /// <summary>Starts it (again); it answers when this completes.</summary>
    public async Task StartAgainAsync()
    {
        _process?.Dispose();
        _process = Start(
        [
            PostgresPrograms.Postgres, "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", _directory.FullName,
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
            "-c", "max_connections=300", "-c", "shared_buffers=64MB", "-c", "autovacuum=off", "-c", "log_min_messages=warning",
        ]);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await QueryAsync("postgres", "SELECT 1");
                return;
            }
            catch (Exception notYet) when (notYet is NpgsqlException or TimeoutException)
            {
                if (!IsRunning || Stopwatch.GetElapsedTime(began) > Patience)
                {
                    throw new InvalidOperationException($"PostgreSQL did not start ({notYet.Message}):{Environment.NewLine}{Output.Tail(20)}", notYet);
                }
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Stops it and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            Thaw();
            await CrashAsync();
        }

        _process?.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task InitializeAsync()
    {
        var passwordFile = Path.Combine(_directory.FullName, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        OtherUser.Give(passwordFile);
        OtherUser.Give(_directory.FullName);
        using var init = Start(
        [
            PostgresPrograms.InitDb, "-D", Data, "-U", User, $"--pwfile={passwordFile}", "--auth-local=trust", "--auth-host=scram-sha-256",
            "--no-sync", "--encoding=UTF8", "--locale=C",
        ]);
        await init.WaitForExitAsync().WaitAsync(Patience);
        if (init.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb failed:{Environment.NewLine}{Output.Tail(20)}");
        }
    }

    private Process Start(IReadOnlyList<string> command)
    {
        List<string> all = [.. OtherUser.Prefix, .. command];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _directory.FullName,
        };
        start.Environment["LC_ALL"] = "C";
        var process = Process.Start(start)!;
        Leftovers.Watch(process);
        process.OutputDataReceived += (_, line) => Output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => Output.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task EndAsync(int signal)
    {
        Signals.Send(_process!.Id, signal);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(15));
        }
        catch (TimeoutException)
        {
            SignalChildren(Signals.Kill);
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    private void SignalChildren(int signal)
    {
        var id = _process!.Id.ToString(CultureInfo.InvariantCulture);
        foreach (var child in File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Signals.Send(int.Parse(child, CultureInfo.InvariantCulture), signal);
        }
    }
}
