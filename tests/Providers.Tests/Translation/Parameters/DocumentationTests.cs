using System.Runtime.CompilerServices;
using MultiplexCluster.Providers.Translation.Anthropic;
using MultiplexCluster.Providers.Translation.Gemini;
using MultiplexCluster.Providers.Translation.Groq;
using MultiplexCluster.Providers.Translation.Parameters;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Translation.Parameters;

/// <summary>docs/unified-api.md has the tables of the code.</summary>
public class DocumentationTests
{
    private static readonly string Document = File.ReadAllText(
        Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "..", "docs", "unified-api.md"));

    [Fact]
    public void The_table_of_chat_is_documented() => Assert.Contains(
        Table(("Claude", AnthropicParameters.Chat), ("Gemini", GeminiParameters.Chat), ("Groq", GroqParameters.Chat)), Document, StringComparison.Ordinal);

    [Fact]
    public void The_table_of_embeddings_is_documented() => Assert.Contains(
        Table(("Gemini", GeminiParameters.Embeddings), ("Groq", GroqParameters.Embeddings)), Document, StringComparison.Ordinal);

    [Fact]
    public void The_default_of_claudes_limit_is_documented() => Assert.Contains(
        $"`max_tokens: {AnthropicRequest.DefaultMaxTokens}`", Document, StringComparison.Ordinal);

    private static string Table(params (string Name, ParameterTable Table)[] columns)
    {
        var names = columns.SelectMany(column => column.Table.Rules).Select(rule => rule.Name).Distinct().ToList();
        string[] lines =
        [
            $"| parameter | {string.Join(" | ", columns.Select(column => column.Name))} |",
            $"|---|{string.Concat(columns.Select(_ => "---|"))}",
            .. names.Select(name => $"| `{name}` | {string.Join(" | ", columns.Select(column => Cell(column.Table, name)))} |"),
        ];
        return string.Join('\n', lines);
    }

    private static string Cell(ParameterTable table, string name)
    {
        var rule = table.Rules.SingleOrDefault(rule => rule.Name == name);
        return rule?.Treatment switch
        {
            null => "unknown: refused",
            Treatment.Translated => $"→ {rule.Becomes}",
            Treatment.Ignored => "ignored",
            _ => rule.Neutral == Neutral.None ? "refused" : $"refused unless {Named(rule.Neutral)}",
        };
    }

    private static string Named(Neutral neutral) => neutral switch
    {
        Neutral.False => "`false`",
        Neutral.True => "`true`",
        Neutral.Zero => "0",
        Neutral.One => "1",
        Neutral.Empty => "empty",
        Neutral.TextOnly => "`[\"text\"]`",
        _ => throw new ArgumentOutOfRangeException(nameof(neutral), neutral, "nothing is neutral"),
    };

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
