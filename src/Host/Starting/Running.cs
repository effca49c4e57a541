using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using MultiplexCluster.Actors.Hosting;
using Configured = MultiplexCluster.Host.Configuration.ConfigurationExtensions;

namespace MultiplexCluster.Host.Starting;

/// <summary>From the start to the exit code.</summary>
public static class Running
{
    /// <summary>The exit code of a node that the others took for lost: whoever supervises it starts it again.</summary>
    public const int DownedExitCode = 3;

    /// <summary>Runs until it is asked to end. A listener that can't be opened is told in one line.</summary>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var link = app.Services.GetRequiredService<SignInLink>();
        try
        {
            var end = app.Services.GetRequiredService<NodeEnd>();
            await app.RunAsync();
            if (end.Refusal is { } refusal)
            {
                Console.Error.WriteLine($"MultiplexCluster cannot start: {refusal}");
                return Configured.InvalidSettingsExitCode;
            }

            if (!end.WasDowned)
            {
                return 0;
            }

            Console.Error.WriteLine("MultiplexCluster ends: the other nodes took this one for lost. Start it again.");
            return DownedExitCode;
        }
        catch (Exception failure) when (WhyNotListening(failure) is { } why)
        {
            Console.Error.WriteLine($"MultiplexCluster cannot start: {why}");
            return Configured.InvalidSettingsExitCode;
        }
        finally
        {
            link.Withdraw();
        }
    }

    private static string? WhyNotListening(Exception failure) => failure switch
    {
        IOException { InnerException: AddressInUseException } => $"{failure.Message} Stop what listens there, or move with --urls.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            "it may not listen on that port. Take one above 1023 with --urls, or give it the right.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            "this machine does not have the address to listen on. Take another with --urls.",
        _ => null,
    };
}
