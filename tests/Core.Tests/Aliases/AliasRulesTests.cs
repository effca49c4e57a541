using System.Collections;
using CsCheck;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Aliases;
using Xunit;

namespace MultiplexCluster.Core.Tests.Aliases;

public sealed class AliasRulesTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("fast", true)]
    [InlineData("gpt-4o", true)]
    [InlineData("openai", false)]
    [InlineData("Claude", false)]
    [InlineData("google", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    public void A_name_is_a_label_and_no_providers(string name, bool valid) => Assert.Equal(valid, AliasRules.IsName(name));

    [Theory]
    [InlineData("groq/llama-3.3-70b-versatile", true)]
    [InlineData("groq/openai/gpt-oss-120b", true)]
    [InlineData("claude/c", true)]
    [InlineData("fast", true)]
    [InlineData("gpt-4o/x", false)]
    [InlineData("cohere/c", false)]
    [InlineData("groq/", false)]
    [InlineData("/x", false)]
    [InlineData("openai", false)]
    [InlineData("groq/a b", false)]
    [InlineData("groq/\u00e4", false)]
    public void A_target_is_a_model_with_its_provider_or_may_be_an_alias(string target, bool valid) => Assert.Equal(valid, AliasRules.IsTarget(target));

    [Fact]
    public void What_names_nothing_or_leads_back_is_refused()
    {
        var all = All(("a", ["b"]), ("b", ["c"]), ("c", ["groq/x"]));

        Assert.Null(AliasRules.Check(New("d", "a", "openai/y"), all));
        Assert.Equal(new AliasRefused(AliasFault.NamesNothing, "z"), AliasRules.Check(New("d", "a", "z"), all));
        Assert.Equal(new AliasRefused(AliasFault.Loops, "d"), AliasRules.Check(New("d", "d"), all));
        Assert.Equal(new AliasRefused(AliasFault.Loops, "a"), AliasRules.Check(New("c", "groq/x", "a"), all));
        Assert.Equal(("a", null), (AliasRules.UserOf("b", all.Values), AliasRules.UserOf("a", all.Values)));
    }

    [Fact]
    public void There_are_so_many_aliases_and_models_at_most()
    {
        var all = Enumerable.Range(0, 1_000).ToDictionary(i => $"a{i}", i => New($"a{i}", "groq/x"));
        Assert.Equal(AliasFault.TooManyAliases, AliasRules.Check(New("more", "groq/x"), all)!.Fault);
        Assert.Null(AliasRules.Check(New("a7", "groq/y"), all));

        var wide = Enumerable.Range(0, 5).ToDictionary(i => $"a{i}", i => New($"a{i}", [.. Enumerable.Range(0, 13).Select(m => $"groq/{i}-{m}")]));
        Assert.Equal(AliasFault.TooManyModels, AliasRules.Check(New("all", [.. wide.Keys]), wide)!.Fault);
        Assert.Null(AliasRules.Check(New("most", "a0", "a1", "a2", "a3"), wide));
        wide["most"] = New("most", "a0", "a1", "a2", "a3");
        Assert.Equal(AliasFault.TooManyModels, AliasRules.Check(New("a0", [.. Enumerable.Range(0, 16).Select(m => $"openai/{m}"), "a4"]), wide)!.Fault);
    }

    [Fact]
    public void An_alias_comes_to_its_models_in_order_each_once_with_the_wait_of_who_names_it()
    {
        var all = All(("a", ["b", "openai/1", "groq/2"]), ("b", ["groq/2", "groq/3"]));
        all["b"] = all["b"] with { MaxWait = TimeSpan.FromSeconds(9) };

        var models = new AliasModels(all).Of("a");

        Assert.Equal([("groq/2", 9), ("groq/3", 9), ("openai/1", 2)], models.Select(m => (m.Model, (int)m.MaxWait.TotalSeconds)));
    }

    [Fact]
    public void Whatever_is_set_as_long_as_the_rules_agree_nothing_loops_or_leads_nowhere() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 9].Array[1, 4]).Array[1, 60].Sample(changes =>
        {
            var all = new Dictionary<string, Alias>(StringComparer.Ordinal);
            foreach (var (name, targets) in changes)
            {
                // 8 and 9 are models.
                var alias = New($"a{name}", [.. targets.Distinct().Select(t => t > 7 ? $"groq/{t}" : $"a{t}")]);
                if (AliasRules.Check(alias, all) is null)
                {
                    all[alias.Name] = alias;
                }
            }

            return all.Values.All(a =>
                a.Targets.All(t => (AliasRules.IsModel(t) || all.ContainsKey(t)) && !AliasPaths.Reaches(t, a.Name, all, []))
                && new AliasModels(all).Of(a.Name).Count > 0);
        });

    [Fact]
    public void What_an_alias_comes_to_is_what_walking_through_it_alone_finds() => Graphs.Sample(all =>
    {
        var models = new AliasModels(all);
        return all.Keys.All(name => models.Of(name).SequenceEqual(Walked(name, all)));
    });

    [Fact]
    public void A_change_is_refused_exactly_when_any_alias_would_come_to_too_many_models() => Gen.Select(Graphs, Gen.Int[0, 30], Gen.Int[1, 16]).Sample((all, at, count) =>
    {
        var name = all.Keys.ElementAt(at % all.Count);
        var changed = New(name, [.. Enumerable.Range(100, count).Select(m => $"openai/{m}")]);
        var after = new Dictionary<string, Alias>(all, StringComparer.Ordinal) { [name] = changed };
        var exceeds = after.Keys.Any(each => Walked(each, after).Count > AliasRules.MostModels);
        var exceeded = all.Keys.Any(each => Walked(each, all).Count > AliasRules.MostModels);
        return exceeded || (AliasRules.Check(changed, all)?.Fault is AliasFault.TooManyModels) == exceeds;
    });

    [Fact]
    public void However_much_aliases_name_each_other_a_change_walks_through_each_a_few_times()
    {
        var all = Enumerable.Range(0, AliasRules.MostAliases).Select(i => New($"a{i}") with
        {
            Targets = new CountingTargets([.. i == 0 ? ["groq/x"] : Enumerable.Range(Math.Max(0, i - 16), Math.Min(i, 16)).Select(t => $"a{t}")]),
        }).ToDictionary(alias => alias.Name);

        Assert.Null(AliasRules.Check(New("a0", "openai/y"), all));
        Assert.Equal(AliasFault.Loops, AliasRules.Check(New("a0", "a999"), all)!.Fault);
        Assert.Null(AliasRules.Check(New("a999", "a998", "a997", "a996"), all));

        Assert.All(all.Values, alias => Assert.InRange(((CountingTargets)alias.Targets).Walks, 0, 3 * 3));
    }

    private static readonly Gen<Dictionary<string, Alias>> Graphs =
        Gen.Select(Gen.Int[0, 40].Array[1, 16], Gen.Int[0, 6]).Array[1, 10].Select(rows =>
        {
            // Each names models and aliases before it, so nothing loops.
            var all = new Dictionary<string, Alias>(StringComparer.Ordinal);
            foreach (var (targets, wait) in rows)
            {
                var i = all.Count;
                all[$"a{i}"] = New($"a{i}", [.. targets.Distinct().Select(t => t < i ? $"a{t}" : $"groq/{t + i}")]) with { MaxWait = TimeSpan.FromSeconds(wait) };
            }

            return all;
        });

    private static List<AliasTarget> Walked(string name, Dictionary<string, Alias> all)
    {
        List<AliasTarget> found = [];
        foreach (var target in all[name].Targets)
        {
            foreach (var model in all.ContainsKey(target) ? Walked(target, all) : [new AliasTarget(target, all[name].MaxWait)])
            {
                if (found.Count <= AliasRules.MostModels && found.All(known => known.Model != model.Model))
                {
                    found.Add(model);
                }
            }
        }

        return found;
    }

    [Fact]
    public void Only_that_a_target_is_not_for_the_request_says_nothing_of_others() => Assert.Equal(
        [ServiceErrorCode.InvalidRequest], Enum.GetValues<ServiceErrorCode>().Where(FallbackRules.SaysNothingOfOthers));

    [Fact]
    public void The_next_takes_what_another_provider_may_change_and_nothing_else()
    {
        Assert.Equal(
            [ServiceErrorCode.InvalidClientKey, ServiceErrorCode.RouteNotAllowed, ServiceErrorCode.EndpointNotFound, ServiceErrorCode.UnknownRoute,
                ServiceErrorCode.RequestTooLarge, ServiceErrorCode.RequestCancelled, ServiceErrorCode.ShuttingDown, ServiceErrorCode.InternalError],
            Enum.GetValues<ServiceErrorCode>().Where(code => !FallbackRules.GoesOnAfter(code)));
        Assert.Equal(
            [OutcomeClass.Success, OutcomeClass.CallerFault, OutcomeClass.Cancelled, OutcomeClass.BrokenStream],
            Enum.GetValues<OutcomeClass>().Where(outcome => !FallbackRules.GoesOnAfter(outcome)));
    }

    private static Dictionary<string, Alias> All(params (string Name, string[] Targets)[] aliases) =>
        aliases.ToDictionary(a => a.Name, a => New(a.Name, a.Targets), StringComparer.Ordinal);

    private static Alias New(string name, params string[] targets) => new(name, targets, Wait, DateTimeOffset.UnixEpoch);

    /// <summary>Counts how often it is walked through.</summary>
    private sealed class CountingTargets(string[] targets) : IReadOnlyList<string>
    {
        public int Walks { get; private set; }

        public int Count => targets.Length;

        public string this[int index] => targets[index];

        public IEnumerator<string> GetEnumerator()
        {
            Walks++;
            return targets.AsEnumerable().GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
