namespace MultiplexCluster.FakeProviders;

/// <summary>The text every default answer says: numbered words, so that a lost or reordered event shows.</summary>
public static class FakeText
{
    /// <summary>The text of one delta: <c>word0</c>, then <c> word1</c> and so on with a leading space.</summary>
    public static string Delta(int index) => index == 0 ? "word0" : $" word{index}";

    /// <summary>The whole text of an answer of so many deltas.</summary>
    public static string Of(int deltas) => string.Concat(Enumerable.Range(0, deltas).Select(Delta));
}
