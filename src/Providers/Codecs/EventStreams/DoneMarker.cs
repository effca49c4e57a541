namespace MultiplexCluster.Providers.Codecs.EventStreams;

/// <summary>Whether an event's data is <c>[DONE]</c> (blanks around it allowed), seen in pieces.</summary>
internal struct DoneMarker
{
    private int _matched;

    private static ReadOnlySpan<byte> Marker => "[DONE]"u8;

    /// <summary>The data so far is the marker.</summary>
    public readonly bool IsWhole => _matched == Marker.Length;

    /// <summary>Another event begins.</summary>
    public void Reset() => _matched = 0;

    /// <summary>The next bytes of the data.</summary>
    public void Take(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length && _matched >= 0; i++)
        {
            var isBlank = piece[i] is (byte)' ' or (byte)'\t' && _matched is 0 or 6;
            var isNext = !IsWhole && piece[i] == Marker[_matched];
            _matched = isNext ? _matched + 1 : isBlank ? _matched : -1;
        }
    }
}
