namespace MultiplexCluster.EndToEnd.Measuring;

/// <summary>The tally that counts now; a window begins by putting a new one in its place.</summary>
internal sealed class CurrentTally
{
    private volatile Tally _value = new();

    public Tally Value => _value;

    public Tally Begin() => _value = new Tally();
}
