using MultiplexCluster.Providers.Codecs;

namespace MultiplexCluster.Providers.Tests.Codecs.Errors;

/// <summary>Headers given as names and values in turn; the first of equal names counts.</summary>
internal sealed class FakeHeaders(params string[] namesAndValues) : IAnswerHeaders
{
    public string? First(string name)
    {
        for (var i = 0; i < namesAndValues.Length; i += 2)
        {
            if (string.Equals(namesAndValues[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return namesAndValues[i + 1];
            }
        }

        return null;
    }
}
