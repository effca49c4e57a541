namespace MultiplexCluster.Host.Starting;

/// <summary>The link that carries a generated admin token, shown once: when the first start has come so far that it can be followed.</summary>
/// <param name="token">The token this start has generated; null where it is older, or the operator's.</param>
/// <param name="file">Where the token is kept.</param>
public sealed class SignInLink(string? token, string file)
{
    private string? _unseen = token;

    /// <summary>Prints it, if it is still to be seen. Not through the log: what collects logs must not get the token.</summary>
    public void Show(string address)
    {
        if (Interlocked.Exchange(ref _unseen, null) is { } shown)
        {
            Console.WriteLine($"Sign in at {address.TrimEnd('/')}/#token={shown} (shown once; the token is kept in {file})");
        }
    }

    /// <summary>After a start that failed: nobody has seen the token, so the next start generates another and shows that.</summary>
    public void Withdraw()
    {
        if (Interlocked.Exchange(ref _unseen, null) is not null)
        {
            File.Delete(file);
        }
    }
}
