using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Core.Administration;
using Xunit;

namespace MultiplexCluster.Core.Tests.Administration;

public sealed class CancelRulesTests
{
    // Defect: the one that was found was ended, though a node that didn't answer might have had another of its label.
    [Theory]
    [InlineData(0, true, CancelResult.NotFound)]
    [InlineData(1, true, null)]
    [InlineData(2, true, CancelResult.Several)]
    [InlineData(0, false, CancelResult.Unknown)]
    [InlineData(1, false, CancelResult.Unknown)]
    [InlineData(2, false, CancelResult.Several)]
    public void One_is_ended_only_where_it_is_known_to_be_the_only_one_of_its_label(int found, bool allAnswered, CancelResult? expected) =>
        Assert.Equal(expected, CancelRules.Verdict(found, allAnswered));
}
