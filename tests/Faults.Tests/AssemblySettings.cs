using Xunit;

// Each test measures times against a service process of its own or a shared one: side by side they would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
