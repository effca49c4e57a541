namespace MultiplexCluster.Host.Starting;

/// <summary>
/// Work that begins once the service listens, and ends with it. A <see cref="BackgroundService"/> begins earlier, and when the
/// start fails meanwhile, the host tells of it as if the work had failed.
/// </summary>
internal abstract partial class WorkAfterStart(ILogger logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Ends with the work; it never faults.</summary>
    public Task Work { get; private set; } = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Work = Task.Run(WorkAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _ending.CancelAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Work.WaitAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _ending.Dispose();

    /// <summary>The work, until it is done or the service ends.</summary>
    protected abstract Task RunAsync(CancellationToken ending);

    private async Task WorkAsync()
    {
        try
        {
            await RunAsync(_ending.Token);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The service ends first.
        }
        catch (Exception failure) // the edge: nobody else would hear of it
        {
            LogFailure(GetType().Name, failure);
        }
    }

    [LoggerMessage(3015, LogLevel.Error, "{Work} failed; the service goes on without it")]
    private partial void LogFailure(string work, Exception failure);
}
