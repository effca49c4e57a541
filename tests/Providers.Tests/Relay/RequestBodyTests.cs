using System.IO.Pipelines;
using MultiplexCluster.Providers.Relay.Bodies;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Relay;

public sealed class RequestBodyTests : IDisposable
{
    private readonly string _spool = Directory.CreateTempSubdirectory("multiplexcluster-tests-").FullName;
    private readonly BodyMemory _memory = new(64 << 20);

    public void Dispose() => Directory.Delete(_spool, recursive: true);

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
        var bytes = Bytes(length);

        var body = await ReadAsync(bytes, announced ? length : null);

        Assert.Equal(length, body.Length);
        Assert.Equal(length <= RequestBody.MemoryLimit, body.IsInMemory);
        Assert.Equal(bytes, await AllOfAsync(body));
        Assert.Equal(body.IsInMemory ? 0 : 1, OpenFiles());
        body.Close();
        body.Close();
        Assert.False(body.TryLease());
        Assert.Equal((0, 0L), (OpenFiles(), _memory.Taken));
        Assert.Empty(Directory.GetFiles(_spool));
    }

    [Theory]
    [InlineData(1000, 1001L)]
    [InlineData(1000, null)]
    [InlineData(2_000_000, null)]
    public async Task Over_the_limit_is_refused_and_nothing_is_kept(int limit, long? announced)
    {
        await Assert.ThrowsAsync<BodyTooLargeException>(async () => await BodyIntake.ReadAsync(
            PipeReader.Create(new MemoryStream(new byte[limit + 1])), announced, new BodyLimits(limit, _spool, _memory), default));

        Assert.Equal((0, 0L), (OpenFiles(), _memory.Taken));
    }

    [Theory]
    [InlineData(300, 512)]
    [InlineData(10_000, 16_384)]
    [InlineData(70_000, 131_072)]
    public async Task A_body_of_unknown_length_ends_in_no_more_memory_than_it_needs(int length, int taken)
    {
        var body = await ReadAsync(Bytes(length), null);

        Assert.Equal(taken, _memory.Taken);
        Assert.Equal(Bytes(length), await AllOfAsync(body));
        body.Close();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bodies_beyond_the_common_memory_go_to_disk_until_some_is_free(bool announced)
    {
        var memory = new BodyMemory(200_000);
        var first = await ReadAsync(Bytes(130_000), announced ? 130_000 : null, memory);

        var second = await ReadAsync(Bytes(100_001), announced ? 100_001 : null, memory);
        first.Close();
        var third = await ReadAsync(Bytes(100_002), announced ? 100_002 : null, memory);

        Assert.Equal((true, false, true), (first.IsInMemory, second.IsInMemory, third.IsInMemory));
        Assert.Equal(Bytes(100_001), await AllOfAsync(second));
        Assert.Equal(1, OpenFiles());
        second.Close();
        third.Close();
        Assert.Equal((0, 0L), (OpenFiles(), memory.Taken));
    }

    [Fact]
    public async Task Storage_stays_while_a_send_still_reads_it()
    {
        var body = await ReadAsync(Bytes(16), 16);
        Assert.True(body.TryLease());
        body.Close();
        Assert.True(body.TryLease());
        body.Release();
        body.Release();
        Assert.False(body.TryLease());
    }

    private ValueTask<RequestBody> ReadAsync(byte[] bytes, long? announced, BodyMemory? memory = null) => BodyIntake.ReadAsync(
        PipeReader.Create(new MemoryStream(bytes)), announced, new BodyLimits(10_000_000, _spool, memory ?? _memory), default);

    // Files are unlinked as soon as they are open, so only the process's handles tell of them.
    private int OpenFiles() => OperatingSystem.IsLinux()
        ? Directory.GetFiles("/proc/self/fd").Count(fd => new FileInfo(fd).LinkTarget?.StartsWith(_spool, StringComparison.Ordinal) == true)
        : Directory.GetFiles(_spool).Length;

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i * 31);
        }

        return bytes;
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
