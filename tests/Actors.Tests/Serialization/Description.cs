using System.Collections;
using System.Globalization;
using System.Reflection;

namespace MultiplexCluster.Actors.Tests.Serialization;

/// <summary>
/// An object as lines <c>path = value</c>, one per leaf: two objects are equal where these are, which records with
/// lists and bytes don't tell themselves, and an object with a new field has all the lines it had before.
/// </summary>
internal static class Description
{
    internal static IReadOnlyList<string> Of(object value)
    {
        var lines = new List<string>();
        Walk("", value, lines);
        return lines;
    }

    private static void Walk(string path, object? value, List<string> lines)
    {
        switch (value)
        {
            case null:
                lines.Add($"{path} = null");
                break;
            case string text:
                lines.Add($"{path} = \"{Escape(text)}\"");
                break;
            case ReadOnlyMemory<byte> bytes:
                lines.Add($"{path} = {Convert.ToHexString(bytes.Span)}");
                break;
            case EndpointId or RequestId or RouterId or Enum or bool or byte or int or long:
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{path} = {value}"));
                break;
            case IFormattable number and (double or TimeSpan or DateTimeOffset):
                lines.Add($"{path} = {number.ToString(number is double ? "R" : number is TimeSpan ? "c" : "O", CultureInfo.InvariantCulture)}");
                break;
            case IDictionary map:
                lines.Add($"{path}.Count = {map.Count}");
                foreach (var key in map.Keys.Cast<object>().OrderBy(key => key.ToString(), StringComparer.Ordinal))
                {
                    Walk($"{path}[{Escape(key.ToString()!)}]", map[key], lines);
                }

                break;
            case IList list:
                lines.Add($"{path}.Count = {list.Count}");
                for (var index = 0; index < list.Count; index++)
                {
                    Walk($"{path}[{index}]", list[index], lines);
                }

                break;
            default:
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    Walk($"{path}.{property.Name}", property.GetValue(value), lines);
                }

                break;
        }
    }

    private static string Escape(string text) => string.Concat(text.Select(each => each is >= ' ' and <= '~' and not '\\' ? each.ToString() : $"\\u{(int)each:x4}"));
}
