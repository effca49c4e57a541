using MultiplexCluster.Actors.Logging;

namespace MultiplexCluster.Actors.Hosting;

/// <summary>What holds for every node, whatever an operator sets in <c>cluster.hocon</c>.</summary>
internal static class NodeHocon
{
    /// <summary>
    /// The process hook of coordinated shutdown is off: it would stop the actors before Kestrel has drained. The host
    /// runs the shutdown in its turn.
    /// </summary>
    public static readonly string Structure = $$"""
        akka {
          stdout-logger-class = "{{typeof(LastLogger).AssemblyQualifiedName}}"
          coordinated-shutdown {
            run-by-clr-shutdown-hook = off
            exit-clr = off
          }
          persistence.max-concurrent-recoveries = 100
          cluster {
            # A node that starts again at its address is let in once its former incarnation is out, which takes a moment.
            retry-unsuccessful-join-after = 2s
            sharding {
              passivate-idle-entity-after = off
              remember-entities = off
              verbose-debug-logging = off

              # Endpoints hand off within 3 s. A move of which a message is lost holds its shard up for so long.
              handoff-timeout = 10s
            }
            singleton.hand-over-retry-interval = 200ms
            singleton-proxy {
              singleton-identification-interval = 200ms
              log-singleton-identification-failure = off
            }
          }
        }
        """;
}
