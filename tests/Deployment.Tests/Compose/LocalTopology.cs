using System.Net;
using MultiplexCluster.Deployment.Tests.Containers;

namespace MultiplexCluster.Deployment.Tests.Compose;

/// <summary>A service built from this repository, as a process of this machine: <c>dotnet Assembly Arguments…</c>.</summary>
/// <param name="Service">Its name in the compose file.</param>
/// <param name="Target">The Dockerfile's stage.</param>
/// <param name="Assembly">File name of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">All that image and compose file set. Names are addresses, volumes are directories.</param>
/// <param name="Address">Where it listens, with the ports it has in its container.</param>
/// <param name="StopGracePeriod">Between SIGTERM and SIGKILL.</param>
public sealed record LocalProcess(
    string Service, string Target, string Assembly, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment,
    IPAddress Address, TimeSpan StopGracePeriod);

/// <summary>A service of somebody else's image: who starts the topology brings his own, at this address.</summary>
/// <param name="Service">Its name in the compose file.</param>
/// <param name="Image">The image.</param>
/// <param name="Environment">What the compose file sets.</param>
/// <param name="Address">Where the others expect it.</param>
public sealed record LocalServer(string Service, string Image, IReadOnlyDictionary<string, string> Environment, IPAddress Address);

/// <summary>The compose file as processes of this machine, each service on a loopback address of its own.</summary>
public sealed record LocalTopology(IReadOnlyList<LocalProcess> Processes, IReadOnlyList<LocalServer> Servers)
{
    /// <summary>What the file starts with these profiles; volumes are made under <paramref name="directory"/>.</summary>
    public static LocalTopology Of(ComposeFile compose, Dockerfile dockerfile, LoopbackNames names, string directory, params string[] profiles)
    {
        var started = compose.Services.Where(service => service.Profiles.Count == 0 || service.Profiles.Intersect(profiles).Any()).ToArray();
        return new LocalTopology(
            [.. started.Where(service => service.Target is not null).Select(service => Process(service, dockerfile[service.Target!], names, directory))],
            [.. started.Where(service => service.Target is null).Select(service => new LocalServer(service.Name, service.Image, service.Environment, names[service.Name]))]);
    }

    private static LocalProcess Process(ComposeService service, DockerStage stage, LoopbackNames names, string directory)
    {
        var address = names[service.Name];
        var environment = new Dictionary<string, string>(stage.Environment);
        foreach (var (name, value) in service.Environment)
        {
            environment[name] = value;
        }

        foreach (var (name, value) in environment)
        {
            environment[name] = Local(value);
        }

        return stage.Entrypoint is ["dotnet", var assembly, ..]
            ? new LocalProcess(service.Name, stage.Name, assembly, [.. stage.Entrypoint.Skip(2).Select(Local)], environment, address, service.StopGracePeriod)
            : throw new FormatException($"the entry point of {stage.Name} does not start dotnet");

        // All addresses of the container are the one it has here.
        string Local(string value) => stage.Volumes.Contains(value)
            ? Path.Combine(directory, service.Name, value.TrimStart('/'))
            : names.Translate(value == "0.0.0.0" ? address.ToString() : value.Replace("://+:", $"://{address}:", StringComparison.Ordinal));
    }
}
