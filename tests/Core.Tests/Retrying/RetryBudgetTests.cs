using CsCheck;
using MultiplexCluster.Core.Retrying;
using Xunit;

namespace MultiplexCluster.Core.Tests.Retrying;

public sealed class RetryBudgetTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(19, 3)]
    [InlineData(20, 4)]
    [InlineData(100, 20)]
    public void A_fifth_of_the_requests_may_repeat_and_always_three(int active, int expected)
    {
        var budget = new RetryBudget();
        for (var i = 0; i < active; i++)
        {
            budget.Enter();
        }

        var taken = 0;
        while (budget.Allows)
        {
            budget.Take();
            taken++;
        }

        Assert.Equal(expected, taken);
    }

    [Fact]
    public void However_requests_come_fail_and_leave_no_more_repeat_than_it_allows() =>
        Gen.Int[0, 3].List[1, 400].Sample(steps =>
        {
            var budget = new RetryBudget();
            foreach (var step in steps)
            {
                switch (step)
                {
                    case 0 or 1:
                        budget.Enter();
                        break;
                    case 2 when budget.Allows:
                        budget.Take();
                        Assert.True(budget.Retries <= Math.Max(RetryBudget.Always, budget.Active / RetryBudget.Share));
                        break;
                    case 3 when budget.Retries > 0:
                        budget.Return();
                        break;
                    default:
                        break;
                }
            }
        });
}
