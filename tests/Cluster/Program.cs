using MultiplexCluster.Cluster.Scenarios;

// The long form: dotnet run -c Release --project tests/Cluster -- [scenario …] [--links relays|namespaces]
return await ScenarioTable.RunAsync(args);
