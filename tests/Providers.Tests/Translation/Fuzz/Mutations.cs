using System.Text;
using System.Text.Json;
using CsCheck;

namespace MultiplexCluster.Providers.Tests.Translation.Fuzz;

/// <summary>Ways to spoil an input.</summary>
internal static class Mutations
{
    private static readonly string Deep = new string('[', 150) + new string(']', 150);

    private static readonly Gen<string> Values = Gen.OneOf(
        "null", "true", "false", "0", "-1", "1e999", "12345678901234567890", "0.5", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\\n\"", "\"data:image/png;base64,\"",
        "\"https://\"", "\"error\"", "\"auto\"", "\"user\"", "\"tool\"", "\"text\"", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"a\":{\"b\":[1,{}]}}", "{\"\\ud800\":1}",
        "{\"type\":\"text\",\"text\":7}", "[{\"type\":\"image_url\"}]", Deep, "{\n\"a\":\r\n1}");

    private static readonly Gen<byte[]> Pieces = Gen.OneOf(
        Gen.Byte.Array[0, 4],
        Gen.OneOf("{", "}", "[", "]", "\"", ",", ":", "\\", "\\ud83d", "\n", "\r", "\n\n", "data: ", "event: error\n", "data: [DONE]\n\n", "null", "\u00e9", "\0").Select(Encoding.UTF8.GetBytes));

    /// <summary>Some of its JSON values replaced by others.</summary>
    public static Gen<byte[]> Retyped(string json) =>
        Gen.Select(Gen.Int[0, 400], Values).Array[1, 3].Select(edits => Encoding.UTF8.GetBytes(edits.Aggregate(json, (text, edit) => Replace(text, edit.Item1, edit.Item2))));

    /// <summary>Some bytes cut out and others put in.</summary>
    public static Gen<byte[]> Spoiled(string text) =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 6], Pieces).Array[0, 5].Select(edits => edits.Aggregate(Encoding.UTF8.GetBytes(text), Splice));

    /// <summary>Values replaced inside the data of a stream's events.</summary>
    public static Gen<byte[]> RetypedEvents(string stream) =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 60], Values).Array[1, 3].Select(edits =>
        {
            var frames = stream.Split("\n\n");
            foreach (var (frame, value, json) in edits)
            {
                var at = frame % frames.Length;
                var data = frames[at].IndexOf('{', StringComparison.Ordinal);
                frames[at] = data < 0 ? frames[at] : frames[at][..data] + Replace(frames[at][data..], value, json).ReplaceLineEndings("\ndata: ");
            }

            return Encoding.UTF8.GetBytes(string.Join("\n\n", frames));
        });

    // The value with this number, counted round, in the order of the text.
    private static string Replace(string json, int number, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var places = new List<(int Start, int End)>();
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 1_000 });
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject))
                {
                    var inner = reader;
                    inner.Skip();
                    places.Add(((int)reader.TokenStartIndex, (int)inner.BytesConsumed));
                }
            }
        }
        catch (JsonException)
        {
            // An edit before has left something that is no JSON.
            return json;
        }

        var (start, end) = places[number % places.Count];
        return Encoding.UTF8.GetString([.. bytes[..start], .. Encoding.UTF8.GetBytes(value), .. bytes[end..]]);
    }

    private static byte[] Splice(byte[] bytes, (int At, int Cut, byte[] Piece) edit)
    {
        var at = bytes.Length == 0 ? 0 : edit.At % bytes.Length;
        return [.. bytes[..at], .. edit.Piece, .. bytes[Math.Min(at + edit.Cut, bytes.Length)..]];
    }
}
