using System.Diagnostics;
using System.Globalization;

namespace MultiplexCluster.Faults.Service;

/// <summary>
/// Removes what this process started and made when it ends without doing so itself: killed, crashed or interrupted.
/// A small shell waits for that; it knows a process by its id and start time, so it never hits another.
/// </summary>
public static class Leftovers
{
    private const string Script = """
        trap '' INT TERM HUP
        exec >/dev/null 2>&1
        all=
        while read -r line; do all="$all$line
        "; done
        printf %s "$all" | while read -r kind what started; do
          case $kind in
            process)
              now=$(sed 's/.*) //' "/proc/$what/stat" | cut -d' ' -f20)
              if [ -n "$now" ] && [ "$now" = "$started" ]; then kill -9 $(cat "/proc/$what/task/$what/children") "$what"; fi ;;
            namespace) ip netns del "$what" ;;
            link) ip link del "$what" ;;
          esac
        done
        sleep 1
        printf %s "$all" | while read -r kind what; do
          case $kind in directory) rm -rf -- "$what" ;; esac
        done
        """;

    private static readonly Lazy<StreamWriter> Shell = new(Start);

    /// <summary>A process, with its children.</summary>
    public static void Watch(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        try
        {
            var fields = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/stat")).Split(") ")[^1].Split(' ');
            Tell("process", string.Create(CultureInfo.InvariantCulture, $"{process.Id} {fields[19]}"));
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    /// <summary>A directory with all that is in it.</summary>
    public static void Watch(DirectoryInfo directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        Tell("directory", directory.FullName);
    }

    /// <summary>A network namespace by its name.</summary>
    public static void WatchNamespace(string name) => Tell("namespace", name);

    /// <summary>A network device by its name.</summary>
    public static void WatchLink(string name) => Tell("link", name);

    private static void Tell(string kind, string what)
    {
        lock (Shell)
        {
            Shell.Value.WriteLine($"{kind} {what}");
            Shell.Value.Flush();
        }
    }

    // In a session of its own, so that what ends this process by its group or terminal does not end it too.
    private static StreamWriter Start() =>
        Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Script]) { RedirectStandardInput = true })!.StandardInput;
}
