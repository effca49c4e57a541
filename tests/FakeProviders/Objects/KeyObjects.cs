using System.Text.Json.Nodes;

namespace MultiplexCluster.FakeProviders.Objects;

/// <summary>What one key has made. Another key does not find it, as at the providers another project does not.</summary>
internal sealed class KeyObjects
{
    /// <summary>The oldest go first; no test makes so many.</summary>
    private const int Limit = 10_000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<(string Kind, string Id), StoredObject> _objects = [];

    /// <summary>Adds an object, or replaces the one of that kind and id.</summary>
    public StoredObject Put(string kind, string id, JsonObject json, byte[]? content = null)
    {
        var stored = new StoredObject(kind, id, json, content ?? []);
        lock (_lock)
        {
            _objects[(kind, id)] = stored;
            if (_objects.Count > Limit)
            {
                _objects.RemoveAt(0);
            }
        }

        return stored;
    }

    public StoredObject? Find(string kind, string id)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault((kind, id));
        }
    }

    /// <summary>False when there is none.</summary>
    public bool Remove(string kind, string id)
    {
        lock (_lock)
        {
            return _objects.Remove((kind, id));
        }
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<StoredObject> All(string kind)
    {
        lock (_lock)
        {
            return [.. _objects.Values.Where(o => o.Kind == kind).Reverse()];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _objects.Clear();
        }
    }
}
