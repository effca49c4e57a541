using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Actors.Routing;

// Objects live in the account of the key that made them: who may serve a request that names one, and where one is looked
// for of which nothing is known.
internal sealed partial class RouterActor
{
    /// <summary>Accounts that are asked for an object at most, so that a wrong id costs no call on every key.</summary>
    private const int MostSearched = 8;

    private RouteDecision? Choose(RoutedCall call)
    {
        var request = call.Request;
        return CandidatesOf(call) switch
        {
            null => null,
            var pool when request.ListsObjects && !IsBound(call) =>
                StableChoice.Choose(pool, request.Priority, request.Model, call.Trail, Now),
            var pool when request.Wishes.Session != 0 => ChooseBySession(call, pool),
            var pool => RouteChoice.Choose(pool, request.Priority, request.Model, call.Trail, Now, _random, request.Wishes.Strategy),
        };
    }

    /// <summary>
    /// The endpoints a request may use: those of its pool; those of one account, whatever their pool, where it names an
    /// object that is known. A caller who names a pool stays in it all the same.
    /// </summary>
    private Pool? CandidatesOf(RoutedCall call)
    {
        var request = call.Request;
        var account = AccountOf(request);
        return account.Count == 0 ? _directory.Find(request.Provider, request.Pool)
            : request.Pool is null ? Pool.Of(account)
            : Pool.Of(account.Where(e => e.Settings.Pool == request.Pool));
    }

    private IReadOnlyList<RoutingEntry> AccountOf(ProviderRequest request) =>
        request.Affinity is { } maker ? _directory.AccountOf(maker, request.Provider) : [];

    /// <summary>It names an object of an account that is there.</summary>
    private bool IsBound(RoutedCall call) => AccountOf(call.Request).Count > 0;

    private string Account(RoutedCall call) =>
        IsBound(call) ? $" of the account that holds what the request names (that of endpoint '{call.Request.Affinity}')" : string.Empty;

    /// <summary>Nobody knows whose the object is that the request names, so that several accounts are asked.</summary>
    private static bool IsSearch(RoutedCall call) => call.Trail is { AccountsSearched: > 0 };

    /// <summary>
    /// What an attempt's end means. Where nothing is known of the object, a 404 is one account's word, and nothing was
    /// done: the next account is asked. Its endpoint is as well as before.
    /// </summary>
    private AttemptResult Judged(RoutedCall call, in AttemptResult result)
    {
        var mayBeElsewhere = result.ObjectIsMissing && call is { Entry: not null, Request: { NamesObject: true, Pinned: null } } && !IsBound(call);
        if (!mayBeElsewhere || call.TrailOrNew.AccountsSearched + 1 >= MostSearched)
        {
            return result;
        }

        call.Trail!.Searched(call.Entry!);
        return result with { Outcome = OutcomeClass.NotWithThisKey };
    }
}
