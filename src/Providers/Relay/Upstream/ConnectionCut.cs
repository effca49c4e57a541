namespace MultiplexCluster.Providers.Relay.Upstream;

/// <summary>
/// Closes the connection under an answer whose framing can't be trusted. Disposing the answer doesn't do that: a body that
/// has come already is drained by the platform, and the connection serves the next call, whose answer would then begin
/// with whatever this one left behind. Only an answer without any body keeps its connection.
/// </summary>
internal static class ConnectionCut
{
    /// <summary>Cuts; waits for nothing of the provider's and doesn't throw.</summary>
    internal static async ValueTask UnderAsync(HttpResponseMessage response)
    {
        using var knife = new CancellationTokenSource();
        await using var blade = new Blade(knife);
        try
        {
            // While a body is copied, the token closes its connection: at its first bytes, or while they are waited for.
            var copying = response.Content.CopyToAsync(blade, knife.Token);
            await knife.CancelAsync();
            await copying;
        }
        catch (Exception cut) when (cut is OperationCanceledException or HttpRequestException or IOException)
        {
            // What was wanted.
        }
    }

    private sealed class Blade(CancellationTokenSource knife) : AsyncStream
    {
        public override bool CanRead => false;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await knife.CancelAsync();
            throw new OperationCanceledException(knife.Token);
        }

        public override void Flush()
        {
        }
    }
}
