using System.Text;
using System.Text.Json;
using MultiplexCluster.FakeProviders.Counting;
using MultiplexCluster.FakeProviders.Dialects;
using MultiplexCluster.FakeProviders.Scripting;

namespace MultiplexCluster.FakeProviders.Control;

/// <summary>The fake's own calls under <c>/__fake/</c>; they are neither counted nor recorded.</summary>
internal static class ControlApi
{
    private const string CallsOfKey = "/__fake/calls?key=";

    public static bool Owns(ReadOnlySpan<byte> target) => target.StartsWith("/__fake/"u8);

    public static Reply Answer(Ledger ledger, string method, string target, ReadOnlyMemory<byte> body)
    {
        switch (method, target)
        {
            case ("GET", "/__fake/stats"):
                return Json(ControlJson.Stats(ledger));
            case ("GET", "/__fake/calls"):
                return Json(ControlJson.Calls(ledger.AllCalls()));
            case ("GET", _) when target.StartsWith(CallsOfKey, StringComparison.Ordinal):
                return Json(ControlJson.Calls(ledger.CallsOf(Uri.UnescapeDataString(target[CallsOfKey.Length..]))));
            case ("POST", "/__fake/reset"):
                ledger.Reset();
                return Json("""{"ok":true}"""u8.ToArray());
            case ("POST", "/__fake/script"):
                return Script(ledger, body.Span);
            default:
                return Problem(404, "GET stats, GET calls?key=, POST script, POST reset");
        }
    }

    private static Reply Script(Ledger ledger, ReadOnlySpan<byte> json)
    {
        try
        {
            ledger.Apply(ScriptJson.Parse(json));
            return Json("""{"ok":true}"""u8.ToArray());
        }
        catch (JsonException e)
        {
            return Problem(400, e.Message);
        }
    }

    private static Reply Json(byte[] json) => new() { Body = json };

    private static Reply Problem(int status, string message) => new()
    {
        Status = status,
        Body = Encoding.UTF8.GetBytes($$"""{"error":"{{JsonEncodedText.Encode(message)}}"}"""),
    };
}
