using Xunit;

// There is room for one cluster at a time on two cores, and each test measures times on it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
