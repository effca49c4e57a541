using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;

namespace MultiplexCluster.Actors.Serialization;

/// <summary>How one type is written and read.</summary>
/// <param name="Type">The contract's type.</param>
/// <param name="Manifest">Its name beside the bytes; stored, so never changed or reused.</param>
/// <param name="Write">To bytes.</param>
/// <param name="Read">From bytes; may throw anything.</param>
internal sealed record Mapping(Type Type, string Manifest, Func<object, byte[]> Write, Func<byte[], object> Read)
{
    /// <summary>A message that is written as protobuf.</summary>
    internal static Mapping Proto<T, TProto>(string manifest, MessageParser<TProto> parser, Func<T, TProto> write, Func<TProto, T> read)
        where T : notnull
        where TProto : IMessage<TProto> =>
        new(typeof(T), manifest, message => write((T)message).ToByteArray(), bytes => read(parser.ParseFrom(bytes)));

    /// <summary>A type that is written as JSON.</summary>
    internal static Mapping Json<T>(string manifest, JsonTypeInfo<T> type)
        where T : notnull =>
        new(
            typeof(T),
            manifest,
            value => JsonSerializer.SerializeToUtf8Bytes((T)value, type),
            bytes => JsonSerializer.Deserialize(bytes, type) ?? throw new SerializationException($"unreadable {manifest} (null)"));
}
