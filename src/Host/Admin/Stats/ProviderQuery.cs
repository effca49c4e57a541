using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Admin.Stats;

/// <summary>The one query parameter of the totals. Any other is refused: a mistyped filter must not reset everything.</summary>
internal static class ProviderQuery
{
    public static IResult? Read(HttpRequest request, out ProviderKind? provider)
    {
        provider = null;
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Query)
        {
            if (!name.Equals("provider", StringComparison.OrdinalIgnoreCase))
            {
                errors.TryAdd(name.Length > 64 ? name[..64] + "…" : name, "is no known query parameter");
            }
            else if (values is [{ } text] && ProviderNames.TryParse(text, out var known))
            {
                provider = known;
            }
            else
            {
                errors["provider"] = $"must be one of {ProviderNames.Allowed}";
            }
        }

        return errors.Count > 0 ? Problem.Invalid(errors) : null;
    }
}
