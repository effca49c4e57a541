namespace MultiplexCluster.Providers.Translation.Parameters;

/// <summary>What is done with one parameter of OpenAI's format at one provider.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Treatment">What is done.</param>
/// <param name="Becomes">What it is at the provider; null where it goes nowhere.</param>
/// <param name="Neutral">Values of a refused parameter that ask for nothing, and pass.</param>
public sealed record ParameterRule(string Name, Treatment Treatment, string? Becomes = null, Neutral Neutral = Neutral.None)
{
    /// <summary>It is put in the provider's terms.</summary>
    internal static ParameterRule Translated(string name, string becomes) => new(name, Treatment.Translated, becomes);

    /// <summary>The answer means the same without it.</summary>
    internal static ParameterRule Ignored(string name) => new(name, Treatment.Ignored);

    /// <summary>The answer would mean something else without it.</summary>
    internal static ParameterRule Refused(string name, Neutral neutral = Neutral.None) => new(name, Treatment.Refused, null, neutral);
}

/// <summary>What is done with a parameter.</summary>
public enum Treatment
{
    /// <summary>Translated.</summary>
    Translated,

    /// <summary>Left out, and named among the ignored.</summary>
    Ignored,

    /// <summary>The request is refused.</summary>
    Refused,
}

/// <summary>Values that ask for nothing beyond what every answer has.</summary>
public enum Neutral
{
    /// <summary>None but null.</summary>
    None,

    /// <summary><c>false</c>.</summary>
    False,

    /// <summary><c>true</c>.</summary>
    True,

    /// <summary>0.</summary>
    Zero,

    /// <summary>1.</summary>
    One,

    /// <summary>An empty object or array.</summary>
    Empty,

    /// <summary><c>["text"]</c>.</summary>
    TextOnly,
}
