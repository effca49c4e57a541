using System.Runtime.InteropServices;

namespace MultiplexCluster.Faults.Service;

/// <summary>Signals to a process.</summary>
public static partial class Signals
{
    /// <summary>Ends at once.</summary>
    public const int Kill = 9;

    /// <summary>Asks to end.</summary>
    public const int Terminate = 15;

    /// <summary>To PostgreSQL: end now, without waiting for clients.</summary>
    public const int Interrupt = 2;

    /// <summary>To PostgreSQL: crash.</summary>
    public const int Quit = 3;

    /// <summary>Goes on after <see cref="Stop"/>.</summary>
    public const int Continue = 18;

    /// <summary>Stands still, with all connections open.</summary>
    public const int Stop = 19;

    /// <summary>Sends one; false when the process is gone.</summary>
    public static bool Send(int pid, int signal) => SendSignal(pid, signal) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
