namespace MultiplexCluster.FakeProviders.Dialects;

/// <summary>Texts of fixed length in rendered answers that are overwritten for each call.</summary>
internal static class Placeholders
{
    /// <summary>Becomes the call's sequence number in 16 hexadecimal digits, so that answers mixed up show.</summary>
    public const string RequestId = "~~request~id~16~";

    /// <summary>Becomes the moment a minute from now as RFC 3339.</summary>
    public const string ResetAt = "2000-01-01T00:00:00Z";
}
