namespace MultiplexCluster.EndToEnd.Processes;

/// <summary>Lets the load generator run its continuations on the polling threads: no thread switch per read.</summary>
internal static class SocketTuning
{
    /// <summary>Read once by the runtime, at the first socket; never passed on to the measured servers.</summary>
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    public static void Apply() => Environment.SetEnvironmentVariable(Variable, "1");
}
