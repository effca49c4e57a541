using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay;

// Tells whoever works for the request that its caller has left: the running exchange if there is one, else the router,
// which withdraws it.
public sealed partial class RelayRequest
{
    private IRequestRouter? _router;
    private Exchange? _exchange;
    private int _left;
    private int _told;
    private int _cancelled;

    /// <inheritdoc/>
    public override void Cancel()
    {
        Interlocked.Exchange(ref _cancelled, 1);
        if (Volatile.Read(ref _exchange) is { } running)
        {
            // Not on the thread of who says so: what hangs on the exchange runs there.
            ThreadPool.UnsafeQueueUserWorkItem(AbortCancelled, running, preferLocal: false);
        }
    }

    /// <summary>Starts listening; dispose the registration before the caller's connection is given back.</summary>
    internal CancellationTokenRegistration ListenForLeaving(IRequestRouter router)
    {
        _router = router;
        return Caller.Left.UnsafeRegister(static request => ((RelayRequest)request!).Leave(), this);
    }

    /// <summary>From now on leaving aborts this exchange.</summary>
    internal void Attach(Exchange exchange)
    {
        Interlocked.Exchange(ref _exchange, exchange);
        if (Volatile.Read(ref _left) != 0)
        {
            exchange.Abort(AbortCause.CallerLeft);
        }
        else if (Volatile.Read(ref _cancelled) != 0)
        {
            exchange.Abort(AbortCause.Cancelled);
        }
    }

    /// <summary>The exchange is over. The router hears of the leaving unless the exchange's end says so itself.</summary>
    internal void Detach(bool endSaysSo)
    {
        Interlocked.Exchange(ref _exchange, null);
        if (Volatile.Read(ref _left) != 0 && !endSaysSo)
        {
            TellRouter();
        }
    }

    private static void AbortCancelled(Exchange exchange)
    {
        try
        {
            exchange.Abort(AbortCause.Cancelled);
        }
        catch (AggregateException)
        {
            // A callback of the aborted exchange failed; its own flow sees the cancellation anyway.
        }
    }

    private void Leave()
    {
        Interlocked.Exchange(ref _left, 1);
        if (Volatile.Read(ref _exchange) is { } running)
        {
            running.Abort(AbortCause.CallerLeft);
        }
        else
        {
            TellRouter();
        }
    }

    private void TellRouter()
    {
        if (!IsDecided && Interlocked.Exchange(ref _told, 1) == 0)
        {
            _router?.CallerLeft(this);
        }
    }
}
