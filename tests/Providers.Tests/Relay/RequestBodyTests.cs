using System.IO.Pipelines;
using MultiplexCluster.Providers.Relay.Bodies;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay;

public sealed class RequestBodyTests
{
    private static readonly string Spool = Path.Combine(Path.GetTempPath(), "multiplexcluster-tests");

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(100_000, false)]
    [InlineData(200_000, true)]
    [InlineData(RequestBody.MemoryLimit, false)]
    [InlineData(RequestBody.MemoryLimit + 1, false)]
    [InlineData(3_000_000, true)]
    public async Task A_body_is_kept_whole(int length, bool announced)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i * 31);
        }

        var body = await BodyIntake.ReadAsync(
            PipeReader.Create(new MemoryStream(bytes)), announced ? length : null, new BodyLimits(10_000_000, Spool), default);

        Assert.Equal(length, body.Length);
        Assert.Equal(length <= RequestBody.MemoryLimit, body.IsInMemory);
        Assert.Equal(bytes, await AllOfAsync(body));
        body.Close();
        body.Close();
        Assert.False(body.TryLease());
        Assert.Empty(Directory.Exists(Spool) ? Directory.GetFiles(Spool) : []);
    }

    [Theory]
    [InlineData(1001L)]
    [InlineData(null)]
    public async Task Over_the_limit_is_refused(long? announced) =>
        await Assert.ThrowsAsync<BodyTooLargeException>(async () => await BodyIntake.ReadAsync(
            PipeReader.Create(new MemoryStream(new byte[1001])), announced, new BodyLimits(1000, Spool), default));

    [Fact]
    public void Storage_stays_while_a_send_still_reads_it()
    {
        var body = new RequestBody(new byte[16], 16);
        Assert.True(body.TryLease());
        body.Close();
        Assert.True(body.TryLease());
        body.Release();
        body.Release();
        Assert.False(body.TryLease());
    }

    private static async Task<byte[]> AllOfAsync(RequestBody body)
    {
        if (body.IsInMemory)
        {
            return body.Memory.ToArray();
        }

        var all = new byte[body.Length];
        for (var done = 0; done < all.Length;)
        {
            done += await body.ReadAsync(done, all.AsMemory(done), default);
        }

        return all;
    }
}
