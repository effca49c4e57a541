namespace MultiplexCluster.EndToEnd.Options;

/// <summary>The command line can't be understood; the message says which part.</summary>
internal sealed class UsageException(string message) : Exception(message);
