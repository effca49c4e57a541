using Xunit;

namespace MultiplexCluster.Deployment.Tests.Compose;

public sealed class VariablesTests
{
    private readonly Variables _variables = new(new Dictionary<string, string> { ["SET"] = "value", ["EMPTY"] = "" });

    [Theory]
    [InlineData("a ${SET} b", "a value b")]
    [InlineData("${SET:-other}:${SET:?missing}", "value:value")]
    [InlineData("${EMPTY:-127.0.0.1:8080}:8080", "127.0.0.1:8080:8080")]
    [InlineData("${UNSET:-}${UNSET}", "")]
    [InlineData("a $$SET", "a $SET")]
    public void A_variable_is_replaced(string text, string expected) => Assert.Equal(expected, _variables.Resolve(text));

    [Theory]
    [InlineData("${UNSET:?set it in .env}")]
    [InlineData("${EMPTY:?set it in .env}")]
    public void A_required_variable_that_is_empty_stops_with_the_files_message(string text) =>
        Assert.Contains("set it in .env", Assert.Throws<InvalidOperationException>(() => _variables.Resolve(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("$SET")]
    [InlineData("${SET+other}")]
    public void Any_other_form_is_refused(string text) => Assert.Throws<FormatException>(() => _variables.Resolve(text));
}
