using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Objects;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>Finds out whose account a request belongs to, by the objects that its path and its body name. Without a book nothing is known, nor noted.</summary>
internal sealed class AccountObjects(IObjectBook? book)
{
    /// <summary>Looks up what the request names; costs nothing where it names and makes nothing.</summary>
    /// <param name="provider">Whose objects.</param>
    /// <param name="call">What is called.</param>
    /// <param name="body">What the body says.</param>
    /// <param name="isPinned">The caller has said where to go: nothing is looked up.</param>
    /// <param name="left">The caller has left.</param>
    internal ValueTask<FoundObjects> LookUpAsync(
        ProviderKind provider, in CallTarget call, in BodyHead body, bool isPinned, CancellationToken left)
    {
        if (book is null)
        {
            return default;
        }

        var named = call.Route.Objects.HasFlag(ObjectUse.Names) ? call.Route.ObjectOf(call.Path) : null;
        var creates = Creates(call.Route.Objects, body.Stores);
        var inBody = body.Objects ?? [];
        var notes = named is null && !creates ? null : new ObjectNotes(book, provider, named, creates, RoleOf(call.Route, creates, body.IsBackground));
        return isPinned || (named is null && inBody.Count == 0)
            ? ValueTask.FromResult(new FoundObjects(null, named is not null, notes))
            : LookUpAsync(book, provider, named, inBody, notes, left);
    }

    /// <summary>An endpoint whose account has one object; null where that isn't known.</summary>
    internal ValueTask<EndpointId?> MakerOfAsync(ProviderKind provider, string? id, CancellationToken left) =>
        book is null || id is not { Length: > 0 } ? ValueTask.FromResult<EndpointId?>(null) : book.FindAsync(provider, id, left);

    private static async ValueTask<FoundObjects> LookUpAsync(
        IObjectBook book, ProviderKind provider, string? named, IReadOnlyList<string> inBody, ObjectNotes? notes, CancellationToken left)
    {
        // All at once: a partition that moves makes a question wait.
        List<Task<EndpointId?>> questions = [];
        foreach (var id in named is null ? inBody : [named, .. inBody])
        {
            questions.Add(book.FindAsync(provider, id, left).AsTask());
        }

        EndpointId? first = null;
        foreach (var place in questions)
        {
            first ??= await place;
            if (first is not null)
            {
                break;
            }
        }

        return new FoundObjects(first, named is not null, notes);
    }

    private static BackgroundRole RoleOf(ProviderRoute route, bool creates, bool isBackground) =>
        !route.KnowsBackground ? BackgroundRole.None
        : !creates ? BackgroundRole.Reads
        : isBackground ? BackgroundRole.Begins
        : BackgroundRole.None;

    // A response is stored unless its caller says otherwise (platform.openai.com/docs/api-reference/responses/create).
    private static bool Creates(ObjectUse use, bool? stores) =>
        (use.HasFlag(ObjectUse.Creates) && stores != false) || (use.HasFlag(ObjectUse.CreatesIfStored) && stores == true);
}

/// <summary>What is known of the objects a request names.</summary>
/// <param name="Maker">An endpoint whose account has one of them, or null.</param>
/// <param name="IsNamed">The path names one.</param>
/// <param name="Notes">What is to be remembered of the answer; null for nothing.</param>
internal readonly record struct FoundObjects(EndpointId? Maker, bool IsNamed, ObjectNotes? Notes);
