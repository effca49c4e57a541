using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MultiplexCluster.Core.Secrets;
using MultiplexCluster.Host.Admin.Authentication;
using MultiplexCluster.Host.Configuration;
using MultiplexCluster.Host.Tests.Admin;
using Xunit;

namespace MultiplexCluster.Host.Tests.Configuration;

public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("multiplex-start-");

    private string Data => Path.Combine(_directory.FullName, "data");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Secrets_are_generated_once_and_readable_by_their_owner_alone()
    {
        var first = Start();
        var token = File.ReadAllText(Path.Combine(Data, "admin.token")).Trim();
        var key = File.ReadAllText(Path.Combine(Data, "master.key"));
        var second = Start();

        Assert.NotNull(first);
        Assert.Equal(43, token.Length);
        Assert.True(second!.GetRequiredService<AdminToken>().Matches(token));
        Assert.Equal(key, File.ReadAllText(Path.Combine(Data, "master.key")));
        Assert.Equal(3, Directory.GetFiles(Data).Length);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(Data))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public void A_lost_master_key_stops_the_start_and_overwrites_nothing()
    {
        Assert.NotNull(Start());
        File.WriteAllText(Path.Combine(Data, "multiplex.db"), "x");
        File.Delete(Path.Combine(Data, "master.key"));

        Assert.Null(Start());
        Assert.False(File.Exists(Path.Combine(Data, "master.key")));
        Assert.NotNull(Start("Multiplex:MasterKey", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    }

    [Fact]
    public void A_damaged_secret_stops_the_start_and_stays_as_it_is()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "master.key"), "damaged");

        Assert.Null(Start());
        Assert.Equal("damaged", File.ReadAllText(Path.Combine(Data, "master.key")));
    }

    [Fact]
    public void A_secret_that_another_process_wrote_first_wins()
    {
        var path = Path.Combine(_directory.FullName, "secret");

        Assert.True(SecretFile.TryCreate(path, "first"));
        Assert.False(SecretFile.TryCreate(path, "second"));
        Assert.True(SecretFile.TryRead(path, out var text, out _));
        Assert.Equal("first", text);
        Assert.Single(Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public void Options_and_secrets_print_no_secret()
    {
        var services = Start("Multiplex:Persistence:ConnectionString", "Password=canary-77")!;

        var options = services.GetRequiredService<MultiplexOptions>();
        Assert.DoesNotContain("canary", $"{options} {options.Persistence} {services.GetRequiredService<MasterKey>()}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_keys_become_endpoints_once_the_cluster_answers()
    {
        await using var server = await AdminServer.StartAsync(("OPENAI_API_KEY", $"{AdminServer.Canary},sk-other-key-5678"), ("GROQ_API_KEY", AdminServer.Canary));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (server.Cluster.Created.Count < 3)
        {
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
        }

        Assert.All(server.Cluster.Created, created => Assert.True(created.FromEnvironment));
        Assert.All(server.Cluster.Created, created => Assert.Matches("^env-(openai|groq)-[0-9a-f]{12}$", created.Id.Value));
    }

    [Fact]
    public void A_data_directory_in_use_stops_the_start()
    {
        Directory.CreateDirectory(Data);
        using (DataDirectoryLock.TryTake(Data))
        {
            Assert.Null(Start());
        }

        Assert.NotNull(Start());
    }

    [Fact]
    public void Bodies_that_a_killed_process_left_are_removed()
    {
        var spool = Directory.CreateDirectory(Path.Combine(Data, "spool")).FullName;
        File.WriteAllText(Path.Combine(spool, "body-0123.tmp"), "x");
        File.WriteAllText(Path.Combine(spool, "note.txt"), "not ours");

        Assert.NotNull(Start());

        Assert.Equal("note.txt", Path.GetFileName(Assert.Single(Directory.GetFiles(spool))));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_told_with_the_rest()
    {
        File.WriteAllText(Data, "a file");

        var told = ErrorsOf(("Multiplex:DataDirectory", Path.Combine(Data, "x", "y")), ("Multiplex:Cluster:Port", "x"));

        Assert.Contains("2 settings are invalid", told, StringComparison.Ordinal);
        Assert.Contains($"must be a directory that can be made and written: {Data} is a file", told, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains(": nothing can be made in /proc", ErrorsOf(("Multiplex:DataDirectory", "/proc/nope")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void While_anything_is_wrong_nothing_is_made()
    {
        Assert.Contains("1 setting is invalid", ErrorsOf(("Multiplex:DataDirectory", Path.Combine(Data, "deep")), ("Multiplex:Cluster:Port", "x")), StringComparison.Ordinal);
        Assert.Empty(_directory.EnumerateFileSystemInfos());
    }

    [Fact]
    public void What_is_wrong_in_the_directory_is_told_with_the_rest_and_no_token_is_generated()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "master.key"), "damaged");

        var told = ErrorsOf(("Multiplex:Cluster:Port", "x"));

        Assert.Contains("2 settings are invalid", told, StringComparison.Ordinal);
        Assert.Contains("Multiplex__MasterKeyFile", told, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Data, "admin.token")));
    }

    private string ErrorsOf(params (string Key, string Value)[] settings)
    {
        using var told = new StringWriter();
        var usual = Console.Error;
        Console.SetError(told);
        try
        {
            Assert.Null(Start(settings));
        }
        finally
        {
            Console.SetError(usual);
        }

        return told.ToString();
    }

    private IServiceProvider? Start(string? key = null, string? value = null) => Start((key ?? "x", value!));

    private IServiceProvider? Start(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _directory.FullName });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Multiplex:DataDirectory"] = Data });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        if (builder.AddMultiplexOptions() is null)
        {
            return null;
        }

        // A process that has started holds the directory; the next start in this one stands for another process.
        var services = builder.Services.BuildServiceProvider();
        services.GetRequiredService<DataDirectoryLock>().Dispose();
        return services;
    }
}
