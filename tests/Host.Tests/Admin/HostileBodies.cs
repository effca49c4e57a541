namespace MultiplexCluster.Host.Tests.Admin;

/// <summary>Creations that must be refused, each with every field its errors must name. <c>KEY</c> stands for a secret.</summary>
internal static class HostileBodies
{
    private const string Long65 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>One field that is wrong, its value as JSON.</summary>
    public static IReadOnlyList<(string Field, string Value)> Fields { get; } =
    [
        .. Values("provider", "null", "1", "\"\"", "\"cohere\"", "\"openai \"", "[\"openai\"]", "{}", "true", "\"KEY\"", "\"openai\\u0000\""),
        .. Values("endpoint_id", "null", "7", "\"\"", "\"a b\"", "\"a/b\"", "\".\"", "\"..\"", "\"../x\"", "\"a\\r\\nX: y\"", "\"a\\u0000\"", "\"ä\"", $"\"{Long65}\"", "[]", "\"%2e%2e\"", "\"\\ud800\""),
        .. Values("api_key", "null", "12345", "true", "\"\"", "\"   \"", "\"KEY with space\"", "\"KEY\\r\\nX-Evil: 1\"", "\"KEY\\u0000\"", "\"KEY-ä\"", "[\"KEY\"]", "{\"k\":\"KEY\"}", "\"KEY\\ud800\""),
        .. Values(
            "base_url",
            "5", "true", "[]", "\"\"", "\"KEY\"", "\"example.com\"", "\"/v1\"", "\"//example.com\"", "\"ftp://example.com\"", "\"file:///etc/passwd\"",
            "\"javascript:alert(1)\"", "\"http://\"", "\"http:///v1\"", "\"https://user:KEY@example.com\"", "\"https://user@example.com\"",
            "\"https://example.com?key=KEY\"", "\"https://example.com/#f\"", "\"https://example.com/../x\"", "\"https://example.com/a/./b\"",
            "\"https://example.com/%2e%2e/x\"", "\"https://example.com/a%2fb\"", "\"https://example.com/a\\\\b\"", "\"https:\\\\\\\\example.com\"",
            "\"https://example.com//evil.com\"", "\"https://example.com\\r\\nX: y\"", "\"https://example.com/\\u0000\"", "\" https://example.com\"",
            "\"https://exa mple.com\"", "\"https://example.com:0\"", "\"https://example.com:65536\"", "\"https://example.com:\"", "\"https://exämple.com\"",
            "\"https://example.com@127.0.0.1\"", "\"https://127.0.0.1\\\\@example.com\""),
        .. Values(
            "base_url",
            "\"http://localhost\"", "\"http://LOCALHOST:8080/v1\"", "\"http://localhost.\"", "\"http://a.localhost\"", "\"http://127.0.0.1\"", "\"http://127.1\"",
            "\"http://2130706433\"", "\"http://0x7f000001\"", "\"http://0177.0.0.1\"", "\"http://127.0.0.1.\"", "\"http://0.0.0.0\"", "\"http://0\"",
            "\"http://10.0.0.1\"", "\"http://172.16.0.1\"", "\"http://172.31.255.255\"", "\"http://192.168.1.1\"", "\"http://169.254.169.254/latest\"",
            "\"http://100.64.0.1\"", "\"http://[::1]\"", "\"http://[::]\"", "\"http://[fe80::1]\"", "\"http://[fe80::1%25eth0]\"", "\"http://[fd00::1]\"",
            "\"http://[::ffff:127.0.0.1]\"", "\"http://[::ffff:a00:1]\"", "\"http://[64:ff9b::7f00:1]\"", "\"http://[2002:7f00:1::]\"", "\"http://[::127.0.0.1]\"",
            "\"http://255.255.255.255\"", "\"http://224.0.0.1\""),
        .. new[] { "max_concurrent_requests", "queue_size", "max_retries", "breaker_failures", "weight" }.SelectMany(field => Values(
            field, "null", "true", "\"5\"", "1.5", "-1", "1e9", "99999999999999999999", "1e400", "-1e400", "[]", "{}")),
        .. new[] { "initial_retry_delay", "max_retry_delay", "queue_timeout", "first_byte_timeout", "idle_timeout", "breaker_open" }.SelectMany(field => Values(
            field, "null", "false", "\"1\"", "0", "-0.5", "3600.0001", "1e400", "-1e400", "[1]")),
        .. Values("backoff_factor", "null", "\"2\"", "0", "0.999", "10.001", "-2", "1e400", "true"),
        .. Values("queue_enabled", "null", "0", "1", "\"true\"", "[]"),
        .. Values("enabled", "null", "0", "\"yes\"", "{}"),
        .. Values("tier", "null", "1", "\"\"", "\"urgent\"", "[\"high\"]", "\"high \""),
        .. Values("pool", "1", "\"\"", "\".\"", "\"..\"", "\"a b\"", "\"a\\nb\"", "\"ä\"", $"\"{Long65}\"", "[]", "\"\\u0000\""),
        .. Values("models", "\"gpt-*\"", "1", "[1]", "[null]", "[\"\"]", "[\"a b\"]", "[\"a\\r\\nb\"]", "[[\"a\"]]", "{}", "[\"\\ud800\"]", $"[\"{Long65}{Long65}\"]", $"[{string.Join(',', Enumerable.Repeat("\"a\"", 101))}]"),
        .. Values("organization", "1", "\"\"", "\"org a\"", "\"org\\r\\nX: y\"", "\"ö\"", "[]"),
        .. Values("project", "false", "\"\"", "\"p\\u0000\"", "\"p\\n\"", "{}"),
        .. Values("requests_per_minute", "1.5", "\"60\"", "0", "-1", "1e400", "[]"),
        .. Values("tokens_per_minute", "0", "true", "-1e400", "1000000001"),
        .. Values("quota_group", "1", "\"\"", "\"..\"", "\"a b\"", "\"ä\"", $"\"{Long65}\"", "[]"),
        .. Values("apikey", "\"KEY\""),
        .. Values("Weight", "1"),
        .. Values("__proto__", "{}"),
    ];

    /// <summary>Bodies that are no object, or none that may be read.</summary>
    public static IReadOnlyList<string> Bodies { get; } =
    [
        "", " ", "null", "1", "true", "\"KEY\"", "[]", "[{\"provider\":\"openai\"}]", "{", "}", "{]", "{\"provider\"}", "{\"provider\":}",
        "{\"provider\":\"openai\",}", "{'provider':'openai'}", "{\"provider\":\"openai\"} x", "{\"provider\":\"openai\"}{}", "// hi\n{}", "{\"api_key\":KEY}",
        "{\"api_key\":\"KEY", "{\"weight\":01}", "{\"weight\":+1}", "{\"weight\":NaN}", "{\"weight\":Infinity}", "{\"weight\":0x10}", "{\"a\":\"\\x\"}",
        "{\"a\":\"\u0001\"}", "{\"a\":[[[[[[[[[[1]]]]]]]]]]}", new string('[', 5000), "{\"\\ud800\":1}", "<xml/>", "provider=openai&api_key=KEY",
    ];

    private static IEnumerable<(string, string)> Values(string field, params string[] values) =>
        values.Select(value => (field, value.Replace("KEY", AdminServer.Canary, StringComparison.Ordinal)));
}
