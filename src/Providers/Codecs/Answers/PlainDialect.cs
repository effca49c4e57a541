using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Codecs.Errors;
using MultiplexCluster.Providers.Codecs.Json;

namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>
/// An answer without booked usage. Its streams have no terminal marker that is known here, so every end is complete
/// unless an <c>error</c> event, or one with an <c>error</c> member, came by.
/// </summary>
public sealed class PlainDialect : AnswerDialect
{
    private static readonly JsonPaths Watched = new(ErrorBody.Paths("error"));

    /// <summary>For one answer.</summary>
    public PlainDialect()
        : base(Watched) => IsTerminated = true;

    /// <inheritdoc/>
    protected override bool MarkerIsLast => false;

    /// <inheritdoc/>
    protected override void OnField(int slot, in JsonValue value)
    {
    }

    /// <inheritdoc/>
    protected override EventMeaning TakeMeaning(bool isDone) => EventMeaning.Other;

    /// <inheritdoc/>
    protected override Verdict Judge(ErrorBody error) => ReportedError.Judge(error.Number ?? ReportedError.Unnamed, error);
}
