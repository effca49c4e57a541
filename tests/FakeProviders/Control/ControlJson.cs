using System.Text;
using System.Text.Json;
using MultiplexCluster.FakeProviders.Counting;

namespace MultiplexCluster.FakeProviders.Control;

/// <summary>Counts and calls as JSON.</summary>
internal static class ControlJson
{
    public static byte[] Stats(Ledger ledger) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("keys");
        foreach (var key in ledger.Keys)
        {
            json.WriteStartObject(key.Value);
            WriteCounts(json, key.Counter);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("total");
        WriteCounts(json, ledger.Total);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static byte[] Calls(IReadOnlyList<RecordedCall> calls) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var call in calls)
        {
            WriteCall(json, call);
        }

        json.WriteEndArray();
    });

    private static void WriteCounts(Utf8JsonWriter json, InFlightCount count)
    {
        json.WriteNumber("calls", count.Started);
        json.WriteNumber("in_flight", count.Running);
        json.WriteNumber("max_in_flight", count.Peak);
    }

    private static void WriteCall(Utf8JsonWriter json, RecordedCall call)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence", call.Sequence);
        json.WriteString("dialect", call.Dialect is { } d ? JsonNamingPolicy.SnakeCaseLower.ConvertName(d.ToString()) : null);
        json.WriteString("key", call.Key);
        json.WriteString("method", call.Method);
        json.WriteString("target", call.Target);
        json.WriteStartArray("headers");
        foreach (var (name, value) in call.Headers)
        {
            json.WriteStringValue($"{name}: {value}");
        }

        json.WriteEndArray();
        json.WriteNumber("body_length", call.BodyLength);
        json.WriteString("body", Encoding.UTF8.GetString(call.Body.Span));
        json.WriteNumber("started_ms", call.StartedAt.TotalMilliseconds);
        if (call.EndedAt is { } ended)
        {
            json.WriteNumber("ended_ms", ended.TotalMilliseconds);
        }

        json.WriteString("ending", JsonNamingPolicy.SnakeCaseLower.ConvertName(call.Ending.ToString()));
        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            content(json);
        }

        return stream.ToArray();
    }
}
