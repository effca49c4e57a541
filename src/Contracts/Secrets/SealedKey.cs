namespace MultiplexCluster.Contracts.Secrets;

/// <summary>
/// An API key sealed with AES-256-GCM under the master key; the associated data are the endpoint id and
/// <see cref="Version"/>, so that a sealed key opens only where it belongs.
/// </summary>
/// <param name="Version">Counts the endpoint's keys from 1; a rotation adds one.</param>
/// <param name="Hint">The key's last four characters, shown to operators.</param>
/// <param name="Bytes">Nonce (12 bytes), ciphertext, tag (16 bytes).</param>
public sealed record SealedKey(int Version, string Hint, ReadOnlyMemory<byte> Bytes)
{
    /// <inheritdoc/>
    public override string ToString() => $"sealed key {Version} (***{Hint})";
}
