namespace MultiplexCluster.Host.Configuration;

/// <summary>A secret setting. It prints <c>***</c> everywhere.</summary>
public sealed class ConfiguredSecret(string value)
{
    /// <summary>The text, for what needs it and nothing else.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
