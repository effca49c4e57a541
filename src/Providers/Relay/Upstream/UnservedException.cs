namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>
/// The provider had closed a kept connection before the request came to it. Whoever closes so has not read the request;
/// only a server that ended its own side alone could still read it, and must not carry it out (RFC 9112, 9.6).
/// </summary>
/// <param name="nothingSent">The end was seen in time: not one byte of the request went out.</param>
internal sealed class UnservedException(bool nothingSent) : IOException("the provider had closed the connection before the request came")
{
    /// <summary>Not one byte of the request went out.</summary>
    internal bool NothingSent => nothingSent;

    /// <summary>The one that is the reason of a failure of the platform's HTTP client, or null.</summary>
    internal static UnservedException? ReasonOf(HttpRequestException failure)
    {
        Exception? reason = failure;
        while (reason is not (null or UnservedException))
        {
            reason = reason.InnerException;
        }

        return reason as UnservedException;
    }
}
