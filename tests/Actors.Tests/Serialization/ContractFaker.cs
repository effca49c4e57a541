using System.Reflection;

namespace MultiplexCluster.Actors.Tests.Serialization;

/// <summary>
/// Makes any contract type with every field drawn from a seed, by reflection: so a field that was added to a
/// contract and forgotten in its mapping comes back different.
/// </summary>
/// <param name="seed">The same seed makes the same object.</param>
/// <param name="full">Leave nothing out that may be left out.</param>
internal sealed class ContractFaker(int seed, bool full = false)
{
    private const string IdCharacters = "ABCXYZabcxyz0189._-";
    private static readonly string[] Scraps = ["a", "Z", "7", " ", "\"", "\\", "ü", "語", "😀", "\n", "<", "\0"];

#pragma warning disable CA5394 // Not for secrets.
    private readonly Random _random = new(seed);
    private readonly NullabilityInfoContext _nullability = new();

    internal object Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Make(inner);
        }

        return Primitive(type) ?? Collection(type) ?? (IsChange(type) ? Change(type) : Composite(type));
    }

    private static bool IsChange(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Change<>);

    private object? Primitive(Type type) => type switch
    {
        { IsEnum: true } => Enum.GetValues(type).GetValue(_random.Next(Enum.GetValues(type).Length)),
        _ when type == typeof(string) => Text(),
        _ when type == typeof(bool) => full || _random.Next(2) == 0,
        _ when type == typeof(byte) => (byte)_random.Next(64), // a lane, the only byte there is
        _ when type == typeof(int) => _random.Next(),
        _ when type == typeof(long) => _random.NextInt64(),
        _ when type == typeof(double) => _random.NextDouble() * 10,
        _ when type == typeof(TimeSpan) => new TimeSpan(_random.NextInt64(TimeSpan.TicksPerDay)),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(_random.NextInt64(DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero),
        _ when type == typeof(EndpointId) => EndpointId.Parse(Label(Characters(IdCharacters, EndpointId.MaxLength))),
        _ when type == typeof(RequestId) => RequestId.Parse(Characters(IdCharacters + "/:{}\"", RequestId.MaxLength)),
        _ when type == typeof(RouterId) => new RouterId(_random.NextInt64(long.MinValue, long.MaxValue)),
        _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(Bytes()),
        _ => null,
    };

    private object? Collection(Type type)
    {
        if (!type.IsGenericType)
        {
            return null;
        }

        var arguments = type.GetGenericArguments();
        var count = _random.Next(full ? 2 : 0, 4);
        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var list = Array.CreateInstance(arguments[0], count);
            for (var index = 0; index < count; index++)
            {
                list.SetValue(Make(arguments[0]), index);
            }

            return list;
        }

        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            var map = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            for (var index = 0; index < count; index++)
            {
                map[Make(arguments[0])] = Make(arguments[1]);
            }

            return map;
        }

        return null;
    }

    private object Change(Type type)
    {
        var value = type.GetGenericArguments()[0];
        var toNull = value == typeof(string) && LeaveOut();
        return LeaveOut()
            ? Activator.CreateInstance(type)!
            : Activator.CreateInstance(type, true, toNull ? null : Make(value))!;
    }

    private object Composite(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(each => each.GetParameters().Length).First();
        var arguments = constructor.GetParameters();
        var made = constructor.Invoke([.. arguments.Select(each => MayBeNull(_nullability.Create(each)) ? null : Make(each.ParameterType))]);
        foreach (var property in type.GetProperties().Where(each => each.CanWrite && arguments.All(argument => argument.Name != each.Name)))
        {
            property.SetValue(made, MayBeNull(_nullability.Create(property)) ? null : Make(property.PropertyType));
        }

        return made;
    }

    private bool MayBeNull(NullabilityInfo info) => info.ReadState == NullabilityState.Nullable && LeaveOut();

    private bool LeaveOut() => !full && _random.Next(3) == 0;

    private string Text() => string.Concat(Enumerable.Range(0, _random.Next(full ? 1 : 0, 9)).Select(_ => Scraps[_random.Next(Scraps.Length)]));

    private string Characters(string from, int most) => new([.. Enumerable.Range(0, _random.Next(1, most + 1)).Select(_ => from[_random.Next(from.Length)])]);

    private static string Label(string text) => text is "." or ".." ? "_" : text;

    private byte[] Bytes()
    {
        var bytes = new byte[_random.Next(full ? 32 : 0, 64)];
        _random.NextBytes(bytes);
        return bytes;
    }
#pragma warning restore CA5394
}
