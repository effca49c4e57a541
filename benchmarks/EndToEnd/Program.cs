using System.Runtime.InteropServices;
using MultiplexCluster.EndToEnd.Options;
using MultiplexCluster.EndToEnd.Processes;
using MultiplexCluster.EndToEnd.Report;
using MultiplexCluster.EndToEnd.Suites;

SocketTuning.Apply();
using var stopping = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    var options = CommandLine.Parse(args);
    var report = new MarkdownReport(TimeProvider.System, options);
    using (var stage = await Stage.BuildAsync(options, stopping.Token))
    {
        await SuiteTable.RunAsync(stage, options, report, stopping.Token);
    }

    Console.WriteLine(report);
    if (options.Out is { } file)
    {
        await File.WriteAllTextAsync(file, report.ToString());
    }

    return 0;
}
catch (UsageException mistake)
{
    Console.Error.WriteLine($"{mistake.Message}{Environment.NewLine}{CommandLine.Usage}");
    return 2;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    Console.Error.WriteLine("stopped; every server has ended");
    return 130;
}
