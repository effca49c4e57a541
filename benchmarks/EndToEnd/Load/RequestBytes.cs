using System.Globalization;
using System.Text;

namespace MultiplexCluster.EndToEnd.Load;

/// <summary>Ready-made HTTP/1.1 requests: encoded once, sent many times.</summary>
internal static class RequestBytes
{
    public const string UploadPath = "/openai/v1/audio/transcriptions";
    public const string Path = "/openai/v1/chat/completions";

    /// <summary>A chat call whose body has about <paramref name="bodyBytes"/> bytes.</summary>
    public static byte[] Chat(int port, int bodyBytes, bool stream = false, IEnumerable<string>? headers = null)
    {
        var opening = $$"""{"model":"gpt-4o-mini","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":" """.TrimEnd();
        const string Closing = "\"}]}";
        var body = opening + Prose(bodyBytes - opening.Length - Closing.Length) + Closing;
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"POST {Path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n")
            .Append("Authorization: Bearer sk-bench-0123456789\r\nContent-Type: application/json\r\nAccept: */*\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        foreach (var header in headers ?? [])
        {
            head.Append(header).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(head.Append("\r\n").Append(body).ToString());
    }

    /// <summary>A multipart upload of a file of so many bytes, for a call that keeps nothing of it.</summary>
    public static byte[] Upload(int port, int fileBytes)
    {
        const string Boundary = "benchmark-boundary";
        var before = Encoding.ASCII.GetBytes(
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--{Boundary}\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"speech.wav\"\r\nContent-Type: audio/wav\r\n\r\n");
        var after = Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n");
        var file = new byte[fileBytes];
        new Random(17).NextBytes(file);
        var head = Encoding.ASCII.GetBytes(
            $"POST {UploadPath} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer sk-bench-0123456789\r\nAccept: */*\r\n"
            + $"Content-Type: multipart/form-data; boundary={Boundary}\r\n"
            + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {before.Length + file.Length + after.Length}\r\n\r\n"));
        return [.. head, .. before, .. file, .. after];
    }

    private static string Prose(int length)
    {
        const string Sentence = "The quick brown fox jumps over the lazy dog while the rain falls softly on the hills. ";
        return string.Concat(Enumerable.Repeat(Sentence, Math.Max(0, length) / Sentence.Length + 1))[..Math.Max(1, length)];
    }
}
