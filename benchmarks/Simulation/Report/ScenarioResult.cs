namespace MultiplexCluster.Simulation.Report;

/// <summary>What a run came to.</summary>
/// <param name="Figures">Named figures, in the order they are shown.</param>
/// <param name="Curve">What is drawn: seconds, or whatever <see cref="Across"/> says, and values.</param>
/// <param name="Axis">What the values are.</param>
internal sealed record ScenarioResult(
    IReadOnlyList<Figure> Figures, IReadOnlyList<(double Second, double Value)> Curve, string Axis)
{
    /// <summary>What the values are drawn over.</summary>
    public string Across { get; init; } = "seconds";

    /// <summary>They are those of several things, counted from 1, and not of moments.</summary>
    public bool IsOfThings { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Figures.Select(f => $"{f.Name}: {f.Value.ToString(f.Format, System.Globalization.CultureInfo.InvariantCulture)}"));

    /// <summary>The figure of that name.</summary>
    public double this[string name] => Figures.First(f => f.Name == name).Value;
}

/// <summary>One figure.</summary>
/// <param name="Name">What it is, with its unit.</param>
/// <param name="Value">How much.</param>
/// <param name="Format">How it is written.</param>
internal readonly record struct Figure(string Name, double Value, string Format = "0.00");
