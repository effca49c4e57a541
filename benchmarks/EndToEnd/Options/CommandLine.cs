namespace MultiplexCluster.EndToEnd.Options;

/// <summary>Reads the arguments; every mistake is named.</summary>
internal static class CommandLine
{
    public const string Usage = """
        usage: dotnet run -c Release --project benchmarks/EndToEnd -- [calls|streams|uploads|growth|all] [options]
          --quick              short rounds, small scale
          --self-check         measure a second baseline in the host's place: shows the noise
          --out FILE           write the report there too
          --host-dll FILE      measure this build of the host
          --upstream-dll FILE  use this build of the fake providers
        """;

    private static readonly string[] All = ["calls", "streams", "uploads", "growth"];

    public static HarnessOptions Parse(IReadOnlyList<string> args)
    {
        var suites = new List<string>();
        var options = new HarnessOptions(All, false, false, null, null, null);
        for (var i = 0; i < args.Count; i++)
        {
            string Value() => ++i < args.Count ? args[i] : throw new UsageException($"{args[i - 1]} needs a value");
            switch (args[i])
            {
                case "calls" or "streams" or "uploads" or "growth": suites.Add(args[i]); break;
                case "all": suites.AddRange(All); break;
                case "--quick": options = options with { Quick = true }; break;
                case "--self-check": options = options with { SelfCheck = true }; break;
                case "--out": options = options with { Out = Value() }; break;
                case "--host-dll": options = options with { HostDll = Path.GetFullPath(Value()) }; break;
                case "--upstream-dll": options = options with { UpstreamDll = Path.GetFullPath(Value()) }; break;
                default: throw new UsageException($"unknown argument: {args[i]}");
            }
        }

        return suites.Count == 0 ? options : options with { Suites = [.. suites.Distinct()] };
    }
}
