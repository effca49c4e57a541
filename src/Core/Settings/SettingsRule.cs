using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Settings;

/// <summary>What one field of <see cref="EndpointSettings"/> may be.</summary>
/// <param name="Field">Its name on the wire.</param>
/// <param name="Allowed">What is allowed, to follow the words "must be".</param>
/// <param name="Holds">Whether settings keep the rule; the flag allows private networks.</param>
public sealed record SettingsRule(string Field, string Allowed, Func<EndpointSettings, bool, bool> Holds)
{
    /// <summary>The error that tells an operator what would be accepted.</summary>
    public string Error => $"must be {Allowed}";
}
