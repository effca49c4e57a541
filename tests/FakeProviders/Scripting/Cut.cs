namespace MultiplexCluster.FakeProviders.Scripting;

/// <summary>Where an answer is cut.</summary>
public enum CutPoint
{
    /// <summary>Nothing is sent.</summary>
    BeforeHeaders,

    /// <summary>The head is sent, nothing of the body.</summary>
    AfterHeaders,

    /// <summary>After <see cref="Cut.Count"/> whole events; a plain body counts as one.</summary>
    AfterEvents,

    /// <summary>After <see cref="Cut.Count"/> bytes of the body as on the wire, chunk framing included.</summary>
    AfterBytes,
}

/// <summary>A connection closed in the middle of an answer.</summary>
/// <param name="At">Where.</param>
/// <param name="Count">Events or bytes sent before the cut.</param>
/// <param name="Reset">True for RST, false for an orderly FIN.</param>
public sealed record Cut(CutPoint At, long Count = 0, bool Reset = false);
