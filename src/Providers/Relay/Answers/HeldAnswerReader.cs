using MultiplexCluster.Providers.Relay.Exchanges;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>Reads an error answer to its end.</summary>
internal static class HeldAnswerReader
{
    /// <summary>The answer, and whether it was whole: not cut, and not over <see cref="HeldAnswer.MaxBody"/>.</summary>
    internal static async ValueTask<(HeldAnswer Answer, bool Whole)> ReadAsync(HttpResponseMessage response, Exchange exchange)
    {
        var headers = new List<ForwardedHeader>(24);
        Collect(response.Headers, headers);
        Collect(response.Content.Headers, headers);
        using var body = new MemoryStream();
        var whole = await TryCopyAsync(response, exchange, body);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        return (new HeldAnswer((int)response.StatusCode, headers, bytes), whole);
    }

    private static async ValueTask<bool> TryCopyAsync(HttpResponseMessage response, Exchange exchange, MemoryStream body)
    {
        var piece = new byte[8 * 1024];
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(exchange.Token);
            while (true)
            {
                var read = await stream.ReadAsync(piece, exchange.Token);
                exchange.Progress();
                if (read == 0)
                {
                    return true;
                }

                if (body.Length + read > HeldAnswer.MaxBody)
                {
                    return false;
                }

                body.Write(piece, 0, read);
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            // The status stands and says what it means for the endpoint; only the answer cannot be passed on.
            return false;
        }
    }

    private static void Collect(System.Net.Http.Headers.HttpHeaders source, List<ForwardedHeader> target)
    {
        foreach (var header in source.NonValidated)
        {
            foreach (var value in header.Value)
            {
                target.Add(new ForwardedHeader(header.Key, value));
            }
        }
    }
}
