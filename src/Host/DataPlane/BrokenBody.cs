namespace MultiplexCluster.Host.DataPlane;

/// <summary>Tells a request body that the caller framed wrongly from one that failed on this side.</summary>
internal static class BrokenBody
{
    /// <summary>Kestrel's word for bad framing; for a chunk of 2 GiB and more it is the overflow of its own counter.</summary>
    public static bool Is(Exception failure) => failure is BadHttpRequestException or IOException { InnerException: OverflowException };
}
