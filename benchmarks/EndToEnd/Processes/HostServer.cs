using MultiplexCluster.EndToEnd.Admin;

namespace MultiplexCluster.EndToEnd.Processes;

/// <summary>A running host and its admin API.</summary>
internal sealed record HostServer(ServerProcess Process, AdminApi Admin);
