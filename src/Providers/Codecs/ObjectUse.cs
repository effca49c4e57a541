namespace MultiplexCluster.Providers.Codecs;

/// <summary>
/// How a call deals with objects that live in the account of the key which made them: files, batches, stored
/// responses and so on. Several can hold at once. Lists of models are none.
/// </summary>
[Flags]
public enum ObjectUse
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>
    /// A 2xx answer carries a new object's id: <c>id</c>; Gemini <c>name</c>, after an upload <c>file.name</c>; in streams
    /// <c>response.id</c>; a realtime call's stands in the <c>Location</c> header. An object made below another may do without.
    /// </summary>
    Creates = 1,

    /// <summary>The path names one: <see cref="ProviderRoute.ObjectOf"/>.</summary>
    Names = 2,

    /// <summary>Lists those of one account.</summary>
    Lists = 4,

    /// <summary>As <see cref="Creates"/>, but only where the request's JSON says <c>"store": true</c>.</summary>
    CreatesIfStored = 8,
}
