using System.Text;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Tests.Codecs.Json;

/// <summary>Writes down what it is told, one word per value.</summary>
internal sealed class RecordingSink : IJsonSink
{
    private readonly StringBuilder _told = new();

    public override string ToString() => _told.ToString().TrimEnd();

    public void OnValue(int slot, in JsonValue value) => _told.Append(slot).Append('=').Append(value.Kind switch
    {
        JsonKind.Count => $"{value.Count} ",
        JsonKind.Text => $"'{Encoding.UTF8.GetString(value.Text)}' ",
        JsonKind.LongText => $"long:{value.Text.Length} ",
        var kind => $"{kind} ",
    });

    public void OnClosed(int slot) => _told.Append(slot).Append("=end ");
}
