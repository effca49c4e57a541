using System.Text;
using System.Text.Json;

namespace MultiplexCluster.Host.Tests.Service;

/// <summary>An answer of the data plane, read to its end.</summary>
internal sealed record Reply
{
    public required int Status { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required byte[] Bytes { get; init; }

    /// <summary>False when the connection broke before the answer's end.</summary>
    public required bool EndedWell { get; init; }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    public string? Endpoint => this["X-Multiplex-Endpoint"];

    public int Attempts => int.Parse(this["X-Multiplex-Attempts"]!, System.Globalization.CultureInfo.InvariantCulture);

    public string RequestId => this["X-Multiplex-Request-Id"]!;

    /// <summary>A header's value, or null.</summary>
    public string? this[string header] =>
        Headers.Where(h => string.Equals(h.Key, header, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();

    public static async Task<Reply> ReadAsync(HttpResponseMessage response, CancellationToken cancel = default)
    {
        using var bytes = new MemoryStream();
        var endedWell = true;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            await body.CopyToAsync(bytes, cancel);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            endedWell = false;
        }

        return new Reply
        {
            Status = (int)response.StatusCode,
            Headers = [.. Flatten(response)],
            Bytes = bytes.ToArray(),
            EndedWell = endedWell,
        };
    }

    /// <summary>The service's own error code, wherever the dialect has it; else null.</summary>
    public string? Code(Wire wire)
    {
        var error = Json.GetProperty("error");
        return wire.Dialect is FakeProviders.ProviderDialect.Gemini
            ? error.TryGetProperty("details", out var details) ? details[0].GetProperty("reason").GetString() : null
            : error.TryGetProperty("code", out var code) ? code.GetString() : null;
    }

    public override string ToString() => $"{Status} {Text}";

    private static IEnumerable<KeyValuePair<string, string>> Flatten(HttpResponseMessage response) =>
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(h => h.Value.Select(v => KeyValuePair.Create(h.Key, v)));
}
