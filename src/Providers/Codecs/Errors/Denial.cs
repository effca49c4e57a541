using MultiplexCluster.Contracts.Requests;

namespace MultiplexCluster.Providers.Codecs.Errors;

/// <summary>
/// What a 401 or 403 means for its key. Vendors give both also where a good key may not make this one call: it lacks a
/// scope, a model, somebody else's file. If such an answer put the key away, one caller could put all of them away.
/// </summary>
internal static class Denial
{
    /// <summary>
    /// The key is refused where the vendor says so, or by a 401 without a telling word to a call that any key may make:
    /// one for a model. Else another key may do, and this one stays.
    /// </summary>
    /// <param name="answer">The answer.</param>
    /// <param name="blamesKey">What the body says: the key as such, or this call only; null where it doesn't say.</param>
    public static OutcomeClass Of(in ErrorAnswer answer, bool? blamesKey)
    {
        // An account's administration takes keys of its own kind; no other is worse for being refused there.
        var isForAnyKey = !answer.Route.IsAdministration;
        var isRefused = isForAnyKey && (blamesKey ?? (answer.Status == 401 && answer.Route.Model != ModelSource.None));
        return isRefused ? OutcomeClass.KeyRefused : OutcomeClass.NotWithThisKey;
    }
}
