using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Relay.Exchanges;

namespace MultiplexCluster.Providers.Relay.Objects;

/// <summary>What is to be remembered of a request's answer: the object its path named, and the one that it made.</summary>
/// <param name="book">Remembers it.</param>
/// <param name="provider">Whose objects.</param>
/// <param name="named">The object in its path; null where there is none.</param>
/// <param name="creates">A good answer carries a new object's id.</param>
/// <param name="background">What it has to do with background responses.</param>
public sealed class ObjectNotes(IObjectBook book, ProviderKind provider, string? named, bool creates, BackgroundRole background = BackgroundRole.None)
{
    private string? _made;

    /// <summary>The endpoint gave a good answer: it has what was named. What stands in <c>Location</c> is new (a realtime call).</summary>
    internal void Answered(HttpResponseMessage response, EndpointId endpoint)
    {
        _made = null;
        if (named is not null)
        {
            book.Note(provider, named, endpoint);
        }

        if (creates && response.Headers.NonValidated.TryGetValues("Location", out var locations))
        {
            var location = locations.ToString();
            Note(location[(location.LastIndexOf('/') + 1)..], endpoint);
        }
    }

    /// <summary>
    /// An attempt's exchange is over: sees to it that a background response's tokens are booked once. A call that began one
    /// and was not told them says so; the first read that is told them adds them to its result. Costs other calls nothing.
    /// </summary>
    internal ValueTask<AttemptResult> SettleAsync(RelayRequest request, Exchange exchange, AttemptResult result)
    {
        switch (background)
        {
            case BackgroundRole.Begins when _made is not null && LateUsage.IsStillToCome(exchange):
                book.NoteUnbooked(provider, _made);
                return new(result);
            case BackgroundRole.Reads when named is not null && LateUsage.IsTold(exchange):
                return LateUsage.TakeAsync(book, provider, named, request, exchange, result);
            default:
                return new(result);
        }
    }

    /// <summary>Looks for the new object's id in the answer's bytes; null where none is to be expected.</summary>
    /// <param name="isEventStream">They are an event stream, not one JSON document.</param>
    /// <param name="endpoint">Who answers.</param>
    internal MadeObjectReader? ReaderFor(bool isEventStream, EndpointId endpoint) =>
        creates ? new MadeObjectReader(provider, isEventStream, id => Note(id, endpoint)) : null;

    private void Note(string id, EndpointId endpoint)
    {
        if (id.Length > 0)
        {
            _made ??= id;
            book.Note(provider, id, endpoint);
        }
    }
}
