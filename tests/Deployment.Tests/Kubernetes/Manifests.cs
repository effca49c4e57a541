using k8s;
using k8s.Models;

namespace MultiplexCluster.Deployment.Tests.Kubernetes;

/// <summary>
/// The manifests as the official client's types, which the schemas of Kubernetes were generated into: a field that a
/// type doesn't have is an error.
/// </summary>
internal sealed class Manifests
{
    private const string Folder = "deploy/kubernetes";
    private readonly IReadOnlyList<object> _all = [.. Files.SelectMany(file => KubernetesYaml.LoadAllFromString(Repository.Read($"{Folder}/{file}"), strict: true))];

    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(Repository.PathOf(Folder), "*.yaml").Select(file => Path.GetFileName(file)!)
            .Where(file => file is not ("kustomization.yaml" or "secret.yaml")).Order(StringComparer.Ordinal),
    ];

    public static string Kustomization => Repository.Read($"{Folder}/kustomization.yaml");

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All => [.. _all.Cast<IKubernetesObject<V1ObjectMeta>>()];

    public V1StatefulSet Set => _all.OfType<V1StatefulSet>().Single();

    public V1PodSpec Pod => Set.Spec.Template.Spec;

    public V1Container Container => Pod.Containers.Single();

    public V1Service Service(string name) => _all.OfType<V1Service>().Single(service => service.Metadata.Name == name);

    public T Single<T>() => _all.OfType<T>().Single();

    /// <summary>What the container of the n-th pod finds in its environment, the secret filled in.</summary>
    public Dictionary<string, string> EnvironmentOf(int pod, IReadOnlyDictionary<string, string> secret)
    {
        var environment = new Dictionary<string, string>(Single<V1ConfigMap>().Data);
        foreach (var (name, value) in Single<V1Secret>().StringData)
        {
            environment[name] = secret.GetValueOrDefault(name, value);
        }

        foreach (var variable in Container.Env)
        {
            environment[variable.Name] = variable.ValueFrom?.FieldRef.FieldPath switch
            {
                "metadata.name" => $"{Set.Metadata.Name}-{pod}",
                "metadata.namespace" => "multiplex",
                null => environment.Aggregate(variable.Value, (text, known) => text.Replace($"$({known.Key})", known.Value, StringComparison.Ordinal)),
                var other => throw new NotSupportedException(other),
            };
        }

        return environment;
    }
}
