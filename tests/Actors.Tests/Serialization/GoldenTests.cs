using MultiplexCluster.Actors.Serialization;

namespace MultiplexCluster.Actors.Tests.Serialization;

public sealed class GoldenTests
{
    public static TheoryData<string> Files => [.. GoldenFile.All.Select(file => file.Name)];

    public static TheoryData<Type> Types => [.. Serializing.Types];

    [Theory]
    [MemberData(nameof(Files))]
    public void Bytes_of_every_version_are_read_to_what_was_written(string name)
    {
        var file = GoldenFile.All.Single(each => each.Name == name);

        var read = Description.Of(Serializing.Read(file.Manifest, file.Bytes));

        // A field that came later may stand between them.
        Assert.Empty(file.Lines.Except(read));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_newest_bytes_are_those_written_today(Type type)
    {
        var manifest = Mappings.ByType[type].Manifest;
        var sample = GoldenFile.Sample(type);
        var newest = GoldenFile.Newest(manifest);
        var current = newest is not null && newest.Lines.SequenceEqual(Description.Of(sample));
        if (!current && Environment.GetEnvironmentVariable("MULTIPLEX_WRITE_GOLDEN") == "1")
        {
            GoldenFile.Add(type);
            return;
        }

        Assert.True(current, $"{manifest} has no bytes of today's {type.Name}: see Golden/README.md");
        Assert.Equal(Convert.ToHexString(newest!.Bytes), Convert.ToHexString(Mappings.ByType[type].Write(sample)));
    }
}
