using MultiplexCluster.FakeProviders.Dialects;

namespace MultiplexCluster.FakeProviders.Tests.Dialects;

public sealed class MultipartFormTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("\r\n--other\r\n")]
    [InlineData("--of-the-test")]
    [InlineData("\0\u00ff\r\n\r\n")]
    public async Task Any_bytes_come_out_as_they_went_in(string text)
    {
        var bytes = System.Text.Encoding.Latin1.GetBytes(text);
        using var content = new MultipartFormDataContent("of-the-test-1")
        {
            { new StringContent("batch"), "purpose" },
            { new ByteArrayContent(bytes), "file", "a file.bin" },
        };

        var form = MultipartForm.Parse(content.Headers.ContentType!.ToString(), await content.ReadAsByteArrayAsync());

        Assert.Equal("batch", form.Text("purpose"));
        Assert.Equal("a file.bin", form.Find("file")!.FileName);
        Assert.Equal(bytes, form.Find("file")!.Content);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("multipart/form-data; boundary=x", "")]
    [InlineData("multipart/form-data; boundary=x", "--y\r\n\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\ncut off")]
    public void What_is_no_whole_part_is_left_out(string type, string body) =>
        Assert.Empty(MultipartForm.Parse(type, System.Text.Encoding.ASCII.GetBytes(body)).Parts);
}
