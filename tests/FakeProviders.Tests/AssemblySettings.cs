// One test at a time: some measure how soon something is noticed, and 300 clients next door would be measured too.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
