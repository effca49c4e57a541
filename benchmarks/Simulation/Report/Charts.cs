using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace MultiplexCluster.Simulation.Report;

/// <summary>Draws the curves of one scenario, one for each way of selecting.</summary>
internal static class Charts
{
    private static readonly OxyColor[] Colors =
        [OxyColor.FromRgb(0x1f, 0x77, 0xb4), OxyColor.FromRgb(0xd6, 0x27, 0x28), OxyColor.FromRgb(0x2c, 0xa0, 0x2c), OxyColor.FromRgb(0x94, 0x67, 0xbd), OxyColor.FromRgb(0xff, 0x7f, 0x0e), OxyColor.FromRgb(0x17, 0xbe, 0xcf)];

    public static string Svg(string title, IReadOnlyList<(string Name, ScenarioResult Result)> runs)
    {
        var model = new PlotModel { Title = title, TitleFontSize = 14, TitleFontWeight = FontWeights.Normal, Background = OxyColors.White };
        model.Legends.Add(new Legend { LegendPosition = LegendPosition.BottomCenter, LegendPlacement = LegendPlacement.Outside, LegendOrientation = LegendOrientation.Horizontal });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = runs[0].Result.Across, MinimumPadding = 0.01 });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = runs[0].Result.Axis, Minimum = 0, AxisTitleDistance = 10, MajorGridlineStyle = LineStyle.Dot });
        foreach (var (i, (name, result)) in runs.Index())
        {
            var line = new LineSeries { Title = name, Color = Colors[i % Colors.Length], StrokeThickness = 1.5 };
            line.Points.AddRange(result.Curve.OrderBy(c => c.Second).Select(c => new DataPoint(c.Second, c.Value)));
            model.Series.Add(line);
        }

        var exporter = new SvgExporter { Width = 760, Height = 320, UseVerticalTextAlignmentWorkaround = true };
        using var memory = new MemoryStream();
        exporter.Export(model, memory);
        return System.Text.Encoding.UTF8.GetString(memory.ToArray());
    }
}
