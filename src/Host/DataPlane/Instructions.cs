using System.Globalization;
using Microsoft.Extensions.Primitives;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Calls;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>What a caller asks of this service by its <c>X-Multiplex-…</c> headers.</summary>
internal struct Instructions
{
    private const string Known =
        "X-Multiplex-Endpoint, X-Multiplex-Priority, X-Multiplex-Pool, X-Multiplex-Timeout, X-Multiplex-Strategy and X-Multiplex-Session";

    public Instructions()
    {
    }

    /// <summary>What they come to.</summary>
    internal CallWishes Wishes { get; private set; } = new();

    internal readonly EndpointId? Pinned => Wishes.Pinned;

    internal readonly string? Pool => Wishes.Pool;

    /// <summary>The lane of the caller's client key, 0 – 63.</summary>
    internal void Lane(byte lane)
    {
        if (lane != 0)
        {
            Wishes = Wishes with { Lane = lane };
        }
    }

    /// <summary>Takes one such header in; says what is wrong with it, or null.</summary>
    internal ServiceError? Take(string name, StringValues values)
    {
        if (values.Count != 1)
        {
            return Invalid($"The header {name} must stand once.");
        }

        var value = values[0] ?? string.Empty;
        return name.ToUpperInvariant() switch
        {
            "X-MULTIPLEX-ENDPOINT" => TakeEndpoint(value),
            "X-MULTIPLEX-PRIORITY" => TakePriority(value),
            "X-MULTIPLEX-POOL" => TakePool(value),
            "X-MULTIPLEX-TIMEOUT" => TakeTimeout(value),
            "X-MULTIPLEX-STRATEGY" => TakeStrategy(value),
            "X-MULTIPLEX-SESSION" => TakeSession(value),
            _ => Invalid($"There is no header {Shown(name)}; known are {Known}."),
        };
    }

    private ServiceError? TakeEndpoint(string value)
    {
        var valid = EndpointId.TryParse(value, out var id);
        Wishes = Wishes with { Pinned = valid ? id : null };
        return valid ? null : Invalid($"X-Multiplex-Endpoint must be an endpoint id: {Label.Allowed}");
    }

    private ServiceError? TakePriority(string value)
    {
        var valid = PriorityNames.TryParse(value, out var priority);
        Wishes = Wishes with { Priority = priority };
        return valid ? null : Invalid("X-Multiplex-Priority must be high, medium or low.");
    }

    private ServiceError? TakePool(string value)
    {
        var valid = Label.IsValid(value);
        Wishes = Wishes with { Pool = valid ? value : null };
        return valid ? null : Invalid($"X-Multiplex-Pool must be a pool label: {Label.Allowed}");
    }

    private ServiceError? TakeTimeout(string value)
    {
        var valid = decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= 3600;
        Wishes = Wishes with { WaitLimit = valid ? TimeSpan.FromSeconds((double)seconds) : null };
        return valid ? null : Invalid("X-Multiplex-Timeout must be seconds, more than 0 and at most 3600 (decimals allowed).");
    }

    private ServiceError? TakeStrategy(string value)
    {
        var valid = RoutingStrategyNames.TryParse(value, out var strategy);
        Wishes = Wishes with { Strategy = valid ? strategy : null };
        return valid ? null : Invalid($"X-Multiplex-Strategy must be {RoutingStrategyNames.Allowed}.");
    }

    private ServiceError? TakeSession(string value)
    {
        var valid = value.Length is > 0 and <= SessionKeys.MaxLength && !value.AsSpan().ContainsAnyExceptInRange('!', '~');
        Wishes = Wishes with { Session = valid ? SessionKeys.OfHeader(value) : 0 };
        return valid ? null : Invalid($"X-Multiplex-Session must be 1 to {SessionKeys.MaxLength} visible ASCII characters.");
    }

    // Names come from the caller: kept short in what is said back.
    private static string Shown(string name) => name.Length <= 64 ? name : string.Concat(name.AsSpan(0, 64), "…");

    private static ServiceError Invalid(string message) => new(ServiceErrorCode.InvalidRequest, message);
}
