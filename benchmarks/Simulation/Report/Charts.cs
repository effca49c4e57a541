using System.Text;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace MultiplexCluster.Simulation.Report;

/// <summary>Draws the curves of one scenario, one for each of its variants; the first lies on top.</summary>
internal static class Charts
{
    private static readonly OxyColor[] Colors =
        [OxyColor.FromRgb(0x1f, 0x77, 0xb4), OxyColor.FromRgb(0xd6, 0x27, 0x28), OxyColor.FromRgb(0x2c, 0xa0, 0x2c), OxyColor.FromRgb(0x94, 0x67, 0xbd), OxyColor.FromRgb(0xff, 0x7f, 0x0e), OxyColor.FromRgb(0x17, 0xbe, 0xcf)];

    public static string Svg(IReadOnlyList<(string Name, ScenarioResult Result)> runs)
    {
        var first = runs[0].Result;
        var model = new PlotModel
        {
            Title = first.Axis, TitleFontSize = 14, TitleFontWeight = FontWeights.Normal, Background = OxyColors.White, DefaultFont = "sans-serif",
        };
        model.Legends.Add(new Legend
        {
            LegendPosition = LegendPosition.BottomCenter,
            LegendPlacement = LegendPlacement.Outside,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendItemOrder = LegendItemOrder.Reverse,
        });
        model.Axes.Add(Across(first));
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Minimum = 0, MaximumPadding = 0.08, MajorGridlineStyle = LineStyle.Dot, MinorTickSize = 0 });
        foreach (var (i, (name, result)) in runs.Index().Reverse())
        {
            model.Series.Add(SeriesOf(name, result, Colors[i % Colors.Length], (i - ((runs.Count - 1) / 2.0)) * 0.1));
        }

        var exporter = new SvgExporter { Width = 760, Height = 320, UseVerticalTextAlignmentWorkaround = true };
        using var memory = new MemoryStream();
        exporter.Export(model, memory);
        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private static LinearAxis Across(ScenarioResult result)
    {
        var axis = new LinearAxis { Position = AxisPosition.Bottom, Title = result.Across, AxisTitleDistance = 12, MinimumPadding = 0.01, MinorTickSize = 0 };
        if (result.IsOfThings)
        {
            (axis.Minimum, axis.Maximum, axis.MajorStep) = (0.5, result.Curve.Count + 0.5, 1);
        }

        return axis;
    }

    // Things have nothing between them, and stand side by side.
    private static LineSeries SeriesOf(string name, ScenarioResult result, OxyColor color, double aside)
    {
        var line = new LineSeries { Title = name, Color = color, StrokeThickness = 1.5 };
        if (result.IsOfThings)
        {
            (line.LineStyle, line.MarkerType, line.MarkerSize, line.MarkerFill) = (LineStyle.None, MarkerType.Circle, 5, color);
        }

        line.Points.AddRange(result.Curve.OrderBy(c => c.Second).Select(c => new DataPoint(c.Second + (result.IsOfThings ? aside : 0), c.Value)));
        return line;
    }
}
