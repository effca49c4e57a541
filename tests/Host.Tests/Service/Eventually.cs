namespace MultiplexCluster.Host.Tests.Service;

/// <summary>Waits for what the service tells nobody by itself: asks again and again.</summary>
internal static class Eventually
{
    /// <summary>How long a test waits for anything: long, for machines that are busy otherwise.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns the first answer that is right.</summary>
    /// <exception cref="TimeoutException">None was in time; it tells the last one.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
            {
                return answer;
            }

            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"Not so within {Patience}; last: {answer}");
            }

            await Task.Delay(BetweenQuestions);
        }
    }
}
