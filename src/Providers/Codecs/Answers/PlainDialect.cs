using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>
/// An answer without booked usage. Its streams have no terminal marker that is known here, so every end is complete
/// unless an <c>error</c> event, or one with an <c>error</c> member, came by.
/// </summary>
public sealed class PlainDialect : AnswerDialect
{
    private const int Error = 0;
    private static readonly JsonPaths Watched = new(("error", Error));
    private bool _hasErrorMember;

    /// <summary>For one answer.</summary>
    public PlainDialect()
        : base(Watched) => IsTerminated = true;

    /// <inheritdoc/>
    public override void OnValue(int slot, in JsonValue value) => _hasErrorMember |= IsPresent(value);

    /// <inheritdoc/>
    public override void OnEvent(ReadOnlySpan<byte> name, bool isDone, bool isWhole)
    {
        HasError |= (isWhole && _hasErrorMember) || name.SequenceEqual("error"u8);
        _hasErrorMember = false;
    }
}
