using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Configured = MultiplexCluster.Host.Configuration.ConfigurationExtensions;

namespace MultiplexCluster.Host.Starting;

/// <summary>From the start to the exit code.</summary>
public static class Running
{
    /// <summary>Runs until it is asked to end. A listener that can't be opened is told in one line.</summary>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var link = app.Services.GetRequiredService<SignInLink>();
        try
        {
            await app.RunAsync();
            return 0;
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
