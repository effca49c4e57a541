namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>Median, least and largest of several rounds.</summary>
internal readonly record struct Spread(double Median, double Least, double Largest)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }
}
