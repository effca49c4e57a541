namespace MultiplexCluster.Host.Configuration;

/// <summary>One setting that cannot be used.</summary>
/// <param name="Key">As an environment variable, <c>Multiplex__Cluster__Port</c>, or an argument.</param>
/// <param name="Value">What it is; secrets masked; null when not set; empty where there is no value to speak of.</param>
/// <param name="Expected">What is allowed, or what to set.</param>
public sealed record ConfigurationError(string Key, string? Value, string Expected)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}{(Value is null ? " is not set" : Value.Length == 0 ? "" : $" = {Value}")}: {Expected}";
}
