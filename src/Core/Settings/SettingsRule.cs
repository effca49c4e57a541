using MultiplexCluster.Contracts.Endpoints;

namespace MultiplexCluster.Core.Settings;

/// <summary>What one field of <see cref="EndpointSettings"/> may be.</summary>
/// <param name="Field">Its name on the wire.</param>
/// <param name="Allowed">What is allowed, to follow the words "must be".</param>
/// <param name="Holds">Whether settings keep the rule; the flag allows private networks.</param>
/// <param name="IsTouchedBy">Whether a change names a field that the rule looks at.</param>
public sealed record SettingsRule(
    string Field, string Allowed, Func<EndpointSettings, bool, bool> Holds, Func<SettingsPatch, bool> IsTouchedBy)
{
    /// <summary>The error that tells an operator what would be accepted.</summary>
    public string Error => $"must be {Allowed}";

    /// <summary>What of the settings breaks the rule, to follow the error; null where the value speaks for itself.</summary>
    public Func<EndpointSettings, string?>? Offender { get; init; }

    /// <summary>The error of these settings.</summary>
    public string ErrorOf(EndpointSettings settings) => Offender?.Invoke(settings) is { } offender ? $"{Error}; {offender}" : Error;

    /// <summary>What the number may be; null where the field is none.</summary>
    public NumberRange? Range { get; init; }
}

/// <summary>From the least to the most, both included unless said otherwise.</summary>
/// <param name="Least">The lower end.</param>
/// <param name="Most">The upper end.</param>
/// <param name="IsAboveLeast">The lower end itself is not allowed.</param>
public sealed record NumberRange(double Least, double Most, bool IsAboveLeast = false);
