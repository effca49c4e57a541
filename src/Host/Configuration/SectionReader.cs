using System.Globalization;

namespace MultiplexCluster.Host.Configuration;

/// <summary>
/// Reads one configuration section key by key and remembers what was read, so that a key nobody reads is found
/// to be a typing error. An empty value counts as not set.
/// </summary>
internal sealed class SectionReader(IConfigurationSection section)
{
    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ConfigurationError> _errors = [];

    /// <summary>All errors so far, those of unknown keys last.</summary>
    public IReadOnlyList<ConfigurationError> Errors => [.. _errors, .. Unknown()];

    /// <summary>The environment variable that sets a key.</summary>
    public string Name(string key) => $"{section.Key}__{key.Replace(":", "__", StringComparison.Ordinal)}";

    public void Fail(string key, string? value, string expected) =>
        _errors.Add(new ConfigurationError(Name(key), Shown(value), expected));

    public string? Text(string key)
    {
        _read.Add(key);
        return section[key] is { Length: > 0 } text ? text : null;
    }

    public ConfiguredSecret? Secret(string key) => Text(key) is { } text ? new ConfiguredSecret(text) : null;

    public bool? Flag(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Fail(key, text, "must be true or false");
        return null;
    }

    public long Whole(string key, long standard, long least, long most)
    {
        if (Text(key) is not { } text)
        {
            return standard;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
        {
            return value;
        }

        Fail(key, text, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least:N0} to {most:N0}"));
        return standard;
    }

    /// <summary>The values of a list, each with its key, in the order of their indexes.</summary>
    public IReadOnlyList<(string Key, string Value)> List(string key) =>
    [
        .. section.GetSection(key).GetChildren()
            .Where(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(child => (Key: $"{key}:{child.Key}", Text: Text($"{key}:{child.Key}")))
            .Where(child => child.Text is not null)
            .Select(child => (child.Key, child.Text!)),
    ];

    /// <summary>The names that stand below a key, in their order.</summary>
    public IReadOnlyList<string> Names(string key) => [.. section.GetSection(key).GetChildren().Select(child => child.Key)];

    private IEnumerable<ConfigurationError> Unknown() =>
        from pair in section.AsEnumerable(makePathsRelative: true)
        where pair.Value is not null && !_read.Contains(pair.Key)
        orderby pair.Key
        // The value stays hidden: a mistyped key may well hold a secret.
        select new ConfigurationError(Name(pair.Key), "***", "is no setting of this service; check the spelling");

    // Where a file is to be named, some put its content: a private key has nothing to do in a log.
    private static string? Shown(string? value) =>
        value is not null && (value.Contains("-----", StringComparison.Ordinal) || value.Contains('\n', StringComparison.Ordinal)) ? "***"
        : value is { Length: > 100 } ? value[..100] + "…"
        : value;
}
