using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MultiplexCluster.FakeProviders;

/// <summary>What the program was asked on its command line.</summary>
internal sealed record CommandLine(FakeOptions Options, string? ScriptFile)
{
    public const string Usage = """
        usage: FakeProviders [--address 127.0.0.1] [--port 9090] [--latency-ms 0] [--event-delay-ms 0] [--events 20]
                             [--script file.json] [--record] [--accept-anthropic-bearer]
        """;

    /// <summary>Null when an argument is unknown or its value is missing or unfit.</summary>
    public static CommandLine? Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine(new FakeOptions { Port = 9090, RecordCalls = false }, null);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--record")
            {
                line = line with { Options = line.Options with { RecordCalls = true } };
                continue;
            }

            if (arguments[i] == "--accept-anthropic-bearer")
            {
                line = line with { Options = line.Options with { AcceptAnthropicBearer = true } };
                continue;
            }

            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            var read = arguments[i++] switch
            {
                "--script" when value.Length > 0 => line with { ScriptFile = value },
                "--address" => line.WithAddress(value),
                var name => line.WithNumber(name, value),
            };
            if (read is null)
            {
                return null;
            }

            line = read;
        }

        return line;
    }

    private CommandLine? WithAddress(string value) =>
        IPAddress.TryParse(value, out var address) && address.AddressFamily == AddressFamily.InterNetwork
            ? this with { Options = Options with { Address = address } }
            : null;

    private CommandLine? WithNumber(string name, string value)
    {
        if (!double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return name switch
        {
            "--port" => this with { Options = Options with { Port = (int)number } },
            "--latency-ms" => this with { Options = Options with { Latency = TimeSpan.FromMilliseconds(number) } },
            "--event-delay-ms" => this with { Options = Options with { EventDelay = TimeSpan.FromMilliseconds(number) } },
            "--events" => this with { Options = Options with { Events = (int)number } },
            _ => null,
        };
    }
}
