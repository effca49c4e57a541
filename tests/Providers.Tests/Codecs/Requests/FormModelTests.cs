using System.Text;
using CsCheck;
using MultiplexCluster.Providers.Codecs.Requests;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Codecs.Requests;

public class FormModelTests
{
    private const string Type = "multipart/form-data; boundary=abc";
    private const string Model = "--abc\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n";
    private const string File = "--abc\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a;name=model\"\r\nContent-Type: audio/wav\r\n\r\n\r\n--ab\r\r\n--abx\r\n\r\n";
    private const string End = "--abc--\r\n";

    [Theory]
    [InlineData(Model + End, "whisper-1")]
    [InlineData(Model + File + End, "whisper-1")]
    [InlineData(File + Model + End, "whisper-1")]
    [InlineData("preamble\r\n" + File + Model + End, "whisper-1")]
    [InlineData("--abc \t\r\ncontent-disposition: form-data; filename*=x; name=model\r\n\r\nm\r\n" + End, "m")]
    [InlineData("--abc\r\nX-Other: name=model\r\nContent-Disposition: form-data; name=\"m\\odel\"\r\n\r\nm\r\n" + End, "m")]
    [InlineData(Model + "--abc\r\nContent-Disposition: form-data; name=model\r\n\r\nother\r\n" + End, "whisper-1")]
    [InlineData("--abc\r\nContent-Disposition: form-data; name=model\r\n\r\na\r\n--ab\r\nb\r\n" + End, null)]
    [InlineData("--abc\r\nContent-Disposition: form-data; name=model; filename=model\r\n\r\nm\r\n" + End, null)]
    [InlineData("--abc\r\nContent-Disposition: form-data; name=model\r\n\r\n\r\n" + End, null)]
    [InlineData("--abc\r\nContent-Disposition: form-data; name=\"model\r\n\r\nm\r\n" + End, null)]
    [InlineData("--abc\r\n\r\nm\r\n" + End, null)]
    [InlineData("--abcd\r\nContent-Disposition: form-data; name=model\r\n\r\nm\r\n" + End, null)]
    [InlineData("--abc--\r\n" + Model, null)]
    [InlineData("--abc\r\nContent-Disposition: form-data; name=model\r\n\r\nm", null)]
    [InlineData("--abc\nContent-Disposition: form-data; name=model\n\nm\n--abc--\n", null)]
    [InlineData("", null)]
    public void The_model_is_found_wherever_it_stands_and_wherever_the_body_is_split(string body, string? model)
    {
        Assert.Equal(model, Splits.SameEverywhere(Splits.Utf8(body), feed => Read(Type, feed)));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=\"abc\"", "whisper-1")]
    [InlineData("Multipart/Form-Data; charset=utf-8; Boundary=abc", "whisper-1")]
    [InlineData("multipart/form-data", null)]
    [InlineData("multipart/form-data; boundary=", null)]
    [InlineData("multipart/form-data; boundary=\"abc", null)]
    [InlineData("application/json; boundary=abc", null)]
    [InlineData(null, null)]
    public void The_boundary_is_the_content_types(string? type, string? model)
    {
        Assert.Equal(model, Read(type, feed => feed(Splits.Utf8(Model + End))));
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    [InlineData(5000, false)]
    public void A_model_has_at_most_256_bytes(int length, bool isRead)
    {
        var name = new string('m', length);
        var body = $"--abc\r\nContent-Disposition: form-data; name=model\r\n\r\n{name}\r\n{End}";

        Assert.Equal(isRead ? name : null, Read(Type, feed => feed(Splits.Utf8(body))));
    }

    [Fact]
    public void A_part_with_an_endless_header_is_skipped()
    {
        var body = $"--abc\r\nContent-Disposition: form-data; name=model; x={new string('x', 3000)}\r\n\r\nm\r\n{Model}{End}";

        Assert.Equal("whisper-1", Splits.SameEverywhere(Splits.Utf8(body), feed => Read(Type, feed)));
    }

    [Fact]
    public void A_model_that_is_no_text_is_none()
    {
        byte[] body = [.. "--abc\r\nContent-Disposition: form-data; name=model\r\n\r\n"u8, 0xff, .. "\r\n--abc--"u8];

        Assert.Null(Read(Type, feed => feed(body)));
    }

    [Fact]
    public void Whatever_a_file_holds_the_model_behind_it_is_found() =>
        Gen.OneOf("\r", "\n", "-", "--", "a", "\r\n--ab", "\r\n-", "x", "\0").Array[0, 40].Sample(pieces =>
        {
            var body = $"--abc\r\nContent-Disposition: form-data; name=f\r\n\r\n{string.Concat(pieces)}\r\n{Model}{End}";
            return body.IndexOf("\r\n--abc", 5, StringComparison.Ordinal) != body.IndexOf("\r\n" + Model, StringComparison.Ordinal)
                || Read(Type, feed => feed(Encoding.Latin1.GetBytes(body))) == "whisper-1";
        });

    [Fact]
    public void Random_bytes_never_throw_and_splits_change_nothing() =>
        Gen.Select(Gen.OneOf("\r", "\n", "--abc", "--", "\r\n", "Content-Disposition: form-data; name=model", ";", "\"", "é").Array[0, 30], Gen.Int[1, 7])
            .Sample((pieces, size) =>
            {
                var bytes = Splits.Utf8(string.Concat(pieces));
                return Read(Type, feed => feed(bytes)) == Read(Type, feed => Array.ForEach([.. bytes.Chunk(size)], chunk => feed(chunk)));
            });

    private static string? Read(string? type, Action<Splits.Feed> feed)
    {
        var form = new FormModel(type);
        feed(form.Read);
        return form.Model;
    }
}
