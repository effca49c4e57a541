using System.Net;
using System.Text.RegularExpressions;

namespace MultiplexCluster.Deployment.Tests.Compose;

/// <summary>
/// Gives each service name a loopback address of its own, so that all keep their ports. Linux answers on the whole of
/// 127.0.0.0/8.
/// </summary>
public sealed class LoopbackNames
{
    private readonly Dictionary<string, IPAddress> _addresses;

    /// <summary>Addresses for these names in the block 127.x.y.0/24; runs at the same time need different blocks.</summary>
    /// <param name="names">At most 254.</param>
    /// <param name="block">0 – 63,999.</param>
    public LoopbackNames(IEnumerable<string> names, int block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)block, 63_999u);
        byte last = 0;
        _addresses = names.ToDictionary(name => name, _ => new IPAddress([127, (byte)(1 + block / 256), (byte)(block % 256), checked(++last)]));
    }

    /// <summary>The address of a name.</summary>
    public IPAddress this[string name] => _addresses[name];

    /// <summary>The text with names as addresses: where it is a name and nothing else, and where a name stands before a port.</summary>
    public string Translate(string text) => _addresses.Aggregate(text, (current, name) =>
        Regex.Replace(current, $@"^{Regex.Escape(name.Key)}$|(?<![\w.-]){Regex.Escape(name.Key)}(?=:\d)", name.Value.ToString()));
}
