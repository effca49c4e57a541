using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Providers.Relay;

/// <summary>Decides who serves a request. Neither method throws or blocks.</summary>
public interface IRequestRouter
{
    /// <summary>
    /// Takes a request over: from here on it gets any number of <see cref="ProviderRequest.Perform"/> and exactly one
    /// <see cref="ProviderRequest.Finish"/>.
    /// </summary>
    void Execute(ProviderRequest request);

    /// <summary>
    /// The caller left while the request waited for a step: withdraw it and answer with
    /// <see cref="FinalAnswer.Delivered"/>. Said at most once; may cross a step that is on its way.
    /// </summary>
    void CallerLeft(ProviderRequest request);
}
