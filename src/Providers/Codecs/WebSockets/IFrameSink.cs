namespace MultiplexCluster.Providers.Codecs.WebSockets;

/// <summary>Is told the messages of one direction of a WebSocket connection.</summary>
public interface IFrameSink
{
    /// <summary>A piece of a message, text or binary.</summary>
    void OnPayload(ReadOnlySpan<byte> piece);

    /// <summary>The message has ended.</summary>
    void OnMessage();
}
