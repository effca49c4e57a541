namespace MultiplexCluster.Providers.Translation.Parameters;

/// <summary>
/// What is found out about a request while it is read. After a refusal reading goes on with what there is, so that no
/// reader has to stop in the middle; the first refusal counts.
/// </summary>
internal sealed class RequestNotes
{
    private List<string>? _ignored;

    /// <summary>Why the request cannot be put; null while it can.</summary>
    public RefusedRequest? Refusal { get; private set; }

    /// <summary>What is left out, each once.</summary>
    public IReadOnlyList<string> Ignored => _ignored ?? (IReadOnlyList<string>)[];

    /// <summary>Refuses the request.</summary>
    public void Refuse(RefusalReason reason, string? param, string message) => Refusal ??= new RefusedRequest(reason, param, message);

    /// <summary>Refuses a value of another type.</summary>
    public void RefuseType(string param, string expected) =>
        Refuse(RefusalReason.InvalidType, param, $"'{param}' must be {expected}.");

    /// <summary>Leaves a parameter out.</summary>
    public void Ignore(string name)
    {
        _ignored ??= [];
        if (!_ignored.Contains(name))
        {
            _ignored.Add(name);
        }
    }
}
