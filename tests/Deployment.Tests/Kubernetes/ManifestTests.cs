using System.Globalization;
using System.Net;
using k8s;
using k8s.Models;
using MultiplexCluster.Deployment.Tests.Containers;
using MultiplexCluster.Deployment.Tests.Health;
using MultiplexCluster.Deployment.Tests.Settings;
using Xunit;
using YamlDotNet.Serialization;

namespace MultiplexCluster.Deployment.Tests.Kubernetes;

public sealed class ManifestTests
{
    private static readonly Manifests Manifests = new();
    private static readonly Dictionary<string, string> Secret = new()
    {
        ["Multiplex__Admin__Token"] = "admin-token-of-the-tests",
        ["Multiplex__MasterKey"] = HostSettings.MasterKey,
    };

    [Fact]
    public void Every_object_has_its_kind_and_version_and_a_name() => Assert.All(Manifests.All, one =>
    {
        var type = one.GetType().GetKubernetesTypeMetadata();

        Assert.Equal((type.Group.Length > 0 ? $"{type.Group}/{type.ApiVersion}" : type.ApiVersion, type.Kind), (one.ApiVersion, one.Kind));
        Assert.NotEmpty(one.Metadata.Name);
    });

    [Fact]
    public void A_field_that_does_not_exist_would_be_found() =>
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString(Repository.Read("deploy/kubernetes/statefulset.yaml").Replace("replicas:", "replica:", StringComparison.Ordinal), strict: true));

    [Fact]
    public void The_service_takes_the_environment_of_each_pod_which_is_a_seed_by_its_own_name()
    {
        var replicas = Manifests.Set.Spec.Replicas!.Value;
        var pods = Enumerable.Range(0, replicas).Select(pod => HostSettings.Read(
            Dockerfile.Load()["host"].Environment.Concat(Manifests.EnvironmentOf(pod, Secret)).GroupBy(pair => pair.Key, (_, values) => values.Last()))).ToArray();

        Assert.All(pods, pod => Assert.Empty(pod.Errors));
        Assert.All(pods, pod => Assert.Equal(
            pods.Select(seed => $"{seed.Options.Cluster.Hostname}:{seed.Options.Cluster.Port}"), pod.Options.Cluster.SeedNodes.Select(seed => seed.ToString())));
        Assert.Equal(3, replicas);
    }

    [Fact]
    public void The_pods_names_are_those_of_the_headless_service_also_before_they_are_ready()
    {
        var headless = Manifests.Service(Manifests.Set.Spec.ServiceName);

        Assert.Equal(("None", true), (headless.Spec.ClusterIP, headless.Spec.PublishNotReadyAddresses));
        Assert.Equal(
            $"multiplex-1.{headless.Metadata.Name}.multiplex.svc.cluster.local", Manifests.EnvironmentOf(1, Secret)["Multiplex__Cluster__Hostname"]);
    }

    [Fact]
    public void Everything_selects_the_pods()
    {
        var labels = Manifests.Set.Spec.Template.Metadata.Labels;

        Assert.All(
            [
                Manifests.Set.Spec.Selector.MatchLabels, Manifests.Service("multiplex").Spec.Selector, Manifests.Service("multiplex-nodes").Spec.Selector,
                Manifests.Single<V1PodDisruptionBudget>().Spec.Selector.MatchLabels, Manifests.Single<V1NetworkPolicy>().Spec.PodSelector.MatchLabels,
                Manifests.Pod.TopologySpreadConstraints.Single().LabelSelector.MatchLabels,
                Manifests.Pod.Affinity.PodAntiAffinity.PreferredDuringSchedulingIgnoredDuringExecution.Single().PodAffinityTerm.LabelSelector.MatchLabels,
            ],
            selector => Assert.Equal(labels, selector));
    }

    [Fact]
    public void Ports_are_those_of_the_image_and_are_called_by_their_names()
    {
        var ports = Manifests.Container.Ports.ToDictionary(port => port.Name, port => port.ContainerPort.ToString(CultureInfo.InvariantCulture));
        var called = new[] { "multiplex", "multiplex-nodes" }.SelectMany(name => Manifests.Service(name).Spec.Ports).Select(port => port.TargetPort.Value)
            .Concat(Manifests.Single<V1NetworkPolicy>().Spec.Ingress.SelectMany(rule => rule.Ports).Select(port => port.Port.Value));

        Assert.Equal(Dockerfile.Load()["host"].Ports, ports.Values);
        Assert.Equal(ports["cluster"], Manifests.Single<V1ConfigMap>().Data["Multiplex__Cluster__Port"]);
        Assert.All(called, name => Assert.Contains(name, ports.Keys));
    }

    [Fact]
    public async Task Probes_ask_paths_that_are_served()
    {
        await using var service = await ServedPaths.StartAsync(IPAddress.Loopback);
        V1Probe[] probes = [Manifests.Container.StartupProbe, Manifests.Container.LivenessProbe, Manifests.Container.ReadinessProbe];

        Assert.Equal(["/health/live", "/health/live", "/health/ready"], probes.Select(probe => probe.HttpGet.Path));
        foreach (var probe in probes)
        {
            Assert.Equal((HttpStatusCode.OK, "http"), (await service.AskAsync(probe.HttpGet.Path), probe.HttpGet.Port.Value));
        }
    }

    [Fact]
    public void A_pod_has_time_to_drain_and_one_at_a_time_may_be_disturbed()
    {
        var waits = TimeSpan.FromSeconds(int.Parse(Manifests.Container.Lifecycle.PreStop.Exec.Command[1], CultureInfo.InvariantCulture));

        Assert.True(TimeSpan.FromSeconds(Manifests.Pod.TerminationGracePeriodSeconds!.Value) > waits + HostSettings.ShutdownTimeout);
        Assert.Equal("1", Manifests.Single<V1PodDisruptionBudget>().Spec.MaxUnavailable.Value);
    }

    [Fact]
    public void It_runs_without_privileges_and_writes_only_to_its_volumes()
    {
        var (pod, container) = (Manifests.Pod, Manifests.Container);

        Assert.True(pod.SecurityContext is { RunAsNonRoot: true, RunAsUser: > 0, FsGroup: > 0 });
        Assert.True(container.SecurityContext is { ReadOnlyRootFilesystem: true, AllowPrivilegeEscalation: false });
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Equal([.. Dockerfile.Load()["host"].Volumes, "/tmp"], container.VolumeMounts.Select(mount => mount.MountPath));
        Assert.Equal(pod.Volumes.Select(volume => volume.Name), container.VolumeMounts.Select(mount => mount.Name));
    }

    [Fact]
    public void The_kustomization_lists_every_file_and_renames_the_image_that_is_used()
    {
        var kustomization = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(Manifests.Kustomization);
        var resources = ((List<object>)kustomization["resources"]).Cast<string>().Select(file => file == "secret.yaml" ? "secret.example.yaml" : file);
        var image = (Dictionary<object, object>)((List<object>)kustomization["images"]).Single();

        Assert.Equal(Manifests.Files, resources.Order(StringComparer.Ordinal));
        Assert.Equal(Manifests.Container.Image, image["name"]);
    }
}
