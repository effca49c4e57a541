namespace MultiplexCluster.Providers.Codecs.EventStreams;

/// <summary>Is told the events of a stream as their bytes come.</summary>
public interface ISseSink
{
    /// <summary>The data of the event that begins, whose name came before it, need not be told: only its end.</summary>
    bool SkipsData(ReadOnlySpan<byte> name);

    /// <summary>The next bytes of the running event's data; several data lines are joined by a line feed.</summary>
    void OnData(ReadOnlySpan<byte> piece);

    /// <summary>The running event, which had data, is whole.</summary>
    /// <param name="name">Its <c>event:</c> field; empty where it has none or one over 64 bytes.</param>
    /// <param name="isDone">Its data is <c>[DONE]</c>.</param>
    void OnEvent(ReadOnlySpan<byte> name, bool isDone);
}
