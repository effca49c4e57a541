using System.Text.Json;

namespace MultiplexCluster.Host.Admin.Bodies;

/// <summary>Takes one field of a body; false when no field of that name is known.</summary>
internal delegate bool FieldTaker(string name, JsonElement value, FieldErrors errors);

/// <summary>Walks through a body's fields and reports those that are unknown or appear twice.</summary>
internal static class ObjectFields
{
    private const int LongestShownName = 64;

    public static void Read(JsonElement body, FieldErrors errors, FieldTaker take)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in body.EnumerateObject())
        {
            if (!JsonText.TryGetName(property, out var name))
            {
                errors.Add("body", "has a field whose name is no valid text");
            }
            else if (!seen.Add(name))
            {
                errors.Add(Shown(name), "appears more than once");
            }
            else if (!take(name, property.Value, errors))
            {
                errors.Add(Shown(name), "is no known field");
            }
        }
    }

    private static string Shown(string name) => name.Length > LongestShownName ? name[..LongestShownName] + "…" : name;
}
