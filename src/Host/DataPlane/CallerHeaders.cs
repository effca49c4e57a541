using Microsoft.Extensions.Primitives;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Providers.Relay.Headers;

namespace MultiplexCluster.Host.DataPlane;

/// <summary>A caller's headers, sorted in one pass: what passes, what this service is asked, the request's id.</summary>
internal sealed class CallerHeaders
{
    private ForwardedHeader[] _passing;
    private int _count;
    private Instructions _instructions = new();

    private CallerHeaders(int capacity) => _passing = new ForwardedHeader[capacity];

    /// <summary>What goes upstream.</summary>
    internal ArraySegment<ForwardedHeader> Passing => new(_passing, 0, _count);

    /// <summary>What this service is asked.</summary>
    internal Instructions Instructions => _instructions;

    /// <summary>The caller's own request id, or null.</summary>
    internal RequestId? RequestId { get; private set; }

    /// <summary>What is wrong with the headers, or null.</summary>
    internal ServiceError? Fault { get; private set; }

    /// <summary>Their caller may call, and waits in this lane; what is wrong with the headers, or null.</summary>
    internal ServiceError? Admitted(byte lane)
    {
        _instructions.Lane(lane);
        return Fault;
    }

    /// <summary>Sorts them. All are looked at even after a fault, so that a good request id is known.</summary>
    internal static CallerHeaders Read(IHeaderDictionary headers)
    {
        var sorted = new CallerHeaders(headers.Count);
        foreach (var header in headers)
        {
            sorted.Fault = sorted.Take(header.Key, header.Value) is { } fault ? sorted.Fault ?? fault : sorted.Fault;
        }

        return sorted;
    }

    private ServiceError? Take(string name, StringValues values) => RequestHeaderRules.FateOf(name) switch
    {
        HeaderFate.Forward => Forward(name, values),
        HeaderFate.Drop => null,
        HeaderFate.Connection => CheckConnection(values),
        HeaderFate.RequestId => TakeRequestId(values),
        HeaderFate.Instruction => _instructions.Take(name, values),
        var fate => throw new InvalidOperationException($"unknown fate {fate}"),
    };

    private ServiceError? Forward(string name, StringValues values)
    {
        foreach (var value in values)
        {
            if (value is null || !HeaderText.IsSafe(value))
            {
                return Invalid($"The header {name} has characters other than visible ASCII, space and tab.");
            }

            if (_count == _passing.Length)
            {
                Array.Resize(ref _passing, Math.Max(8, _count * 2));
            }

            _passing[_count++] = new ForwardedHeader(name, value);
        }

        return values.Count > 1 && IsSingle(name) ? Invalid($"The header {name} must stand once.") : null;
    }

    private ServiceError? TakeRequestId(StringValues values)
    {
        if (values.Count == 1 && Contracts.Identity.RequestId.TryParse(values[0], out var id))
        {
            RequestId = id;
            return null;
        }

        return Invalid($"X-Request-Id must stand once and be 1 to {Contracts.Identity.RequestId.MaxLength} visible ASCII characters.");
    }

    private static ServiceError? CheckConnection(StringValues values)
    {
        foreach (var value in values)
        {
            if (value is not null && !IsPlainConnection(value))
            {
                return Invalid("The header Connection must not name other headers.");
            }
        }

        return null;
    }

    // A Connection header that names others could make them hop-by-hop behind this service's back; no SDK does it.
    private static bool IsPlainConnection(ReadOnlySpan<char> value)
    {
        foreach (var range in value.Split(','))
        {
            var option = value[range].Trim();
            if (!option.IsEmpty
                && !option.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
                && !option.Equals("close", StringComparison.OrdinalIgnoreCase)
                && !option.Equals("te", StringComparison.OrdinalIgnoreCase)
                && !option.Equals("upgrade", StringComparison.OrdinalIgnoreCase)
                && !option.Equals("http2-settings", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSingle(string name) =>
        name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase)
        || name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)
        || name.Equals("anthropic-version", StringComparison.OrdinalIgnoreCase);

    private static ServiceError Invalid(string message) => new(ServiceErrorCode.InvalidRequest, message);
}
