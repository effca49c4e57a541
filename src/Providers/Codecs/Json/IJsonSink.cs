namespace MultiplexCluster.Providers.Codecs.Json;

/// <summary>Is told the values at the watched paths of a document, in the order they stand there.</summary>
public interface IJsonSink
{
    /// <summary>The value at a watched path; for objects and arrays, their beginning.</summary>
    void OnValue(int slot, in JsonValue value);

    /// <summary>The end of an object or array at a watched path.</summary>
    void OnClosed(int slot);
}
