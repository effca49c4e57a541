using System.Text.RegularExpressions;
using CsCheck;
using MultiplexCluster.Core.Routing;
using Xunit;

namespace MultiplexCluster.Core.Tests.Routing;

public sealed class ModelPatternTests
{
    private static readonly Gen<string> Texts = Gen.String[Gen.Char["abA-."], 0, 12];
    private static readonly Gen<string> Patterns = Gen.String[Gen.Char["abA-.***"], 0, 12];

    [Fact]
    public void A_star_stands_for_any_text_and_letters_match_in_any_case() => Gen.Select(Patterns, Texts).Sample(
        (pattern, text) => ModelPattern.Matches(pattern, text) == Regex.IsMatch(
            text,
            "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking),
        iter: 2_000);

    [Fact]
    public void A_text_matches_itself_and_any_pattern_cut_out_of_it() => Gen.Select(Texts, Gen.Int[0, 12], Gen.Int[0, 12]).Sample((text, a, b) =>
    {
        var (from, to) = (Math.Min(Math.Min(a, b), text.Length), Math.Min(Math.Max(a, b), text.Length));
        return ModelPattern.Matches(text, text) && ModelPattern.Matches(text[..from] + "*" + text[to..], text);
    });

    [Fact]
    public void Many_stars_on_a_long_text_end_soon() =>
        Assert.False(ModelPattern.Matches(string.Concat(Enumerable.Repeat("a*", 100)) + "b", new string('a', 2_000)));

    [Fact]
    public void No_patterns_serve_every_model_and_no_model_is_served_everywhere()
    {
        Assert.True(ModelPattern.Serves([], "gpt-4o"));
        Assert.True(ModelPattern.Serves(["claude-*"], null));
        Assert.False(ModelPattern.Serves(["claude-*"], "gpt-4o"));
        Assert.True(ModelPattern.Serves(["claude-*", "GPT-4*"], "gpt-4o"));
    }
}
