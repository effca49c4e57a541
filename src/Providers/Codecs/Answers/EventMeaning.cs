namespace MultiplexCluster.Providers.Codecs.Answers;

/// <summary>What one event means for its stream.</summary>
public enum EventMeaning
{
    /// <summary>It goes on.</summary>
    Other,

    /// <summary>It is complete.</summary>
    Terminal,

    /// <summary>The provider gave up.</summary>
    Failure,
}
