using CsCheck;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Settings;
using Xunit;

namespace MultiplexCluster.Core.Tests.Settings;

public sealed class SettingsRulesTests
{
    private static readonly string[] Prefixes = ["", "http://", "https://[", "http://127.0.0.1/", "https://a.b/c"];

    private static readonly EndpointSettings Valid = new() { Provider = ProviderKind.OpenAi };

    [Fact]
    public void The_defaults_keep_every_rule() =>
        Assert.All(Enum.GetValues<ProviderKind>(), provider => Assert.Empty(SettingsRules.Check(new() { Provider = provider }, false)));

    [Fact]
    public void Whole_numbers_are_accepted_exactly_within_their_range()
    {
        var fields = new (string Field, int Least, int Most, Func<int, EndpointSettings> With)[]
        {
            ("max_concurrent_requests", 1, 10_000, n => Valid with { MaxConcurrentRequests = n }),
            ("queue_size", 0, 100_000, n => Valid with { QueueSize = n }),
            ("max_retries", 0, 20, n => Valid with { MaxRetries = n }),
            ("breaker_failures", 0, 1_000, n => Valid with { BreakerFailures = n }),
            ("weight", 1, 1_000, n => Valid with { Weight = n }),
        };

        Gen.Select(Gen.Int[0, fields.Length - 1].Select(i => fields[i]), Gen.OneOf(Gen.Int, Gen.Int[-2, 110_000], Gen.Int[-2, 25])).Sample((field, n) =>
            SettingsRules.Check(field.With(n), false).ContainsKey(field.Field) == (n < field.Least || n > field.Most));
        Assert.All(fields, field =>
        {
            Assert.Empty(SettingsRules.Check(field.With(field.Least), false));
            Assert.Empty(SettingsRules.Check(field.With(field.Most), false));
            Assert.Equal([field.Field], SettingsRules.Check(field.With(field.Least - 1), false).Keys);
            Assert.Equal([field.Field], SettingsRules.Check(field.With(field.Most + 1), false).Keys);
        });
    }

    [Fact]
    public void Durations_are_accepted_exactly_above_zero_and_up_to_an_hour()
    {
        var fields = new (string Field, Func<TimeSpan, EndpointSettings> With)[]
        {
            ("initial_retry_delay", t => Valid with { InitialRetryDelay = t, MaxRetryDelay = TimeSpan.FromHours(1) }),
            ("max_retry_delay", t => Valid with { MaxRetryDelay = t, InitialRetryDelay = TimeSpan.FromTicks(1) }),
            ("queue_timeout", t => Valid with { QueueTimeout = t }),
            ("first_byte_timeout", t => Valid with { FirstByteTimeout = t }),
            ("idle_timeout", t => Valid with { IdleTimeout = t }),
            ("breaker_open", t => Valid with { BreakerOpen = t }),
        };

        Gen.Select(Gen.Int[0, fields.Length - 1].Select(i => fields[i]), Gen.OneOf(Gen.Long, Gen.Long[-5, 5], Gen.Long[35_999_999_990, 36_000_000_010])).Sample((field, ticks) =>
            SettingsRules.Check(field.With(new TimeSpan(ticks)), false).ContainsKey(field.Field) == (ticks is <= 0 or > 36_000_000_000));
    }

    [Fact]
    public void The_longest_delay_is_never_below_the_first() =>
        Gen.Select(Gen.Int[1, 3_600_000], Gen.Int[1, 3_600_000]).Sample((first, longest) =>
        {
            var settings = Valid with { InitialRetryDelay = TimeSpan.FromMilliseconds(first), MaxRetryDelay = TimeSpan.FromMilliseconds(longest) };
            return SettingsRules.Check(settings, false).ContainsKey("max_retry_delay") == (longest < first);
        });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0.99)]
    [InlineData(10.01)]
    public void A_backoff_factor_outside_one_to_ten_is_refused(double factor) =>
        Assert.Equal(["backoff_factor"], SettingsRules.Check(Valid with { BackoffFactor = factor }, false).Keys);

    [Fact]
    public void No_text_with_a_control_character_passes_anywhere() =>
        Gen.Select(Gen.Char['\0', '\x1f'], Gen.String[Gen.Char['a', 'z'], 0, 5], Gen.String[Gen.Char['a', 'z'], 0, 5]).Sample((control, before, after) =>
        {
            var text = before + control + after;
            var settings = Valid with { Pool = text, QuotaGroup = text, Organization = text, Project = text, Models = [text], BaseUrl = "https://example.com/" + text };
            return SettingsRules.Check(settings, true).Count == 6;
        });

    [Fact]
    public void Any_text_gives_an_answer_and_never_an_exception() =>
        Gen.Select(Gen.String, Gen.Int[0, Prefixes.Length - 1].Select(i => Prefixes[i])).Sample((text, prefix) =>
            _ = SettingsRules.Check(Valid with { BaseUrl = prefix + text, Pool = text, Models = [text], Organization = text }, false));

    [Fact]
    public void All_errors_come_at_once_and_tell_what_is_allowed()
    {
        var errors = SettingsRules.Check(new() { Provider = ProviderKind.Groq, Weight = 0, QueueSize = -1, Tier = (PriorityClass)9, Project = "p", BaseUrl = "x" }, false);

        Assert.Equal(["base_url", "project", "queue_size", "tier", "weight"], errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("must be a whole number from 0 to 100,000", errors["queue_size"]);
    }

    [Fact]
    public void A_private_base_url_that_was_accepted_once_is_judged_only_when_it_is_named_again()
    {
        var stored = Valid with { BaseUrl = "http://127.0.0.1:9090/v1" };
        SettingsPatch[] others = [new() { Weight = Change.To(2) }, new() { Enabled = Change.To(false) }, new() { BaseUrl = Change.To<string?>(null) }];
        var again = new SettingsPatch { BaseUrl = Change.To<string?>("http://127.0.0.1:9091/v1") };

        Assert.All(others, patch => Assert.Empty(SettingsRules.CheckChange(patch, patch.ApplyTo(stored), false)));
        Assert.Equal(["base_url"], SettingsRules.CheckChange(again, again.ApplyTo(stored), false).Keys);
    }

    [Fact]
    public void Two_delays_are_judged_together_whichever_of_them_is_changed()
    {
        var first = new SettingsPatch { InitialRetryDelay = Change.To(TimeSpan.FromSeconds(61)) };
        var longest = new SettingsPatch { MaxRetryDelay = Change.To(TimeSpan.FromSeconds(0.5)) };

        Assert.All([first, longest], patch => Assert.Equal(["max_retry_delay"], SettingsRules.CheckChange(patch, patch.ApplyTo(Valid), false).Keys));
    }

    [Fact]
    public void Every_field_a_patch_can_name_is_judged_when_it_is_named()
    {
        var named = new SettingsPatch
        {
            BaseUrl = Change.To<string?>("x"),
            MaxConcurrentRequests = Change.To(0),
            QueueSize = Change.To(-1),
            InitialRetryDelay = Change.To(TimeSpan.Zero),
            BackoffFactor = Change.To(0d),
            MaxRetries = Change.To(-1),
            MaxRetryDelay = Change.To(TimeSpan.Zero),
            QueueTimeout = Change.To(TimeSpan.Zero),
            FirstByteTimeout = Change.To(TimeSpan.Zero),
            IdleTimeout = Change.To(TimeSpan.Zero),
            BreakerFailures = Change.To(-1),
            BreakerOpen = Change.To(TimeSpan.Zero),
            RequestsPerMinute = Change.To<int?>(0),
            TokensPerMinute = Change.To<int?>(1_000_000_001),
            Tier = Change.To((PriorityClass)9),
            Weight = Change.To(0),
            Pool = Change.To<string?>(" "),
            Models = Change.To<IReadOnlyList<string>>([" "]),
            Organization = Change.To<string?>(" "),
            QuotaGroup = Change.To<string?>(" "),
            Project = Change.To<string?>(" "),
        };

        var errors = SettingsRules.CheckChange(named, named.ApplyTo(Valid), true);

        Assert.Equal(SettingsRules.Allowed.Keys.Except(["provider", "queue_enabled", "enabled"]).Order(), errors.Keys.Order());
        Assert.Empty(SettingsRules.CheckChange(new SettingsPatch(), named.ApplyTo(Valid), true));
    }
}
