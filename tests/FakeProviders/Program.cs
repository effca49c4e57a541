using System.Runtime.InteropServices;
using MultiplexCluster.FakeProviders;

if (CommandLine.Parse(args) is not { } line)
{
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

// Nothing here blocks, so completions may run on the thread that saw them; read when the first socket is made.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

await using var fake = await FakeProvider.StartAsync(line.Options);
if (line.ScriptFile is { } file)
{
    fake.ApplyScript(await File.ReadAllBytesAsync(file));
}

Console.WriteLine($$"""
    Fake providers are listening. Any key is good until a script says otherwise.

      OpenAI     {{fake.BaseUrl(ProviderDialect.OpenAi)}}
      Anthropic  {{fake.BaseUrl(ProviderDialect.Anthropic)}}
      Gemini     {{fake.BaseUrl(ProviderDialect.Gemini)}}
      Groq       {{fake.BaseUrl(ProviderDialect.Groq)}}

    Try
      curl {{fake.BaseUrl(ProviderDialect.OpenAi)}}/chat/completions -H 'Authorization: Bearer sk-a' -d '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}'
      curl {{fake.Origin}}/__fake/stats

    Ctrl-C stops.
    """);

var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
await stop.Task;
return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.TrySetResult();
}
