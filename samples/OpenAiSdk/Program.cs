using System.ClientModel;
using OpenAI;
using OpenAI.Chat;

// The official OpenAI SDK, aimed at MultiplexCluster: the endpoint is all that changes. The key goes nowhere; where
// the service requires a client key, it stands here.
var host = Environment.GetEnvironmentVariable("MULTIPLEX_URL") ?? "http://127.0.0.1:8080";
var key = Environment.GetEnvironmentVariable("MULTIPLEX_CLIENT_KEY") ?? "unused";
var options = new OpenAIClientOptions { Endpoint = new Uri($"{host}/openai/v1") };
var chat = new ChatClient("gpt-4o-mini", new ApiKeyCredential(key), options);

var answer = await chat.CompleteChatAsync("Say hello.");
Console.WriteLine(answer.Value.Content[0].Text);

var headers = answer.GetRawResponse().Headers;
foreach (var name in (string[])["X-Multiplex-Endpoint", "X-Multiplex-Request-Id", "X-Multiplex-Attempts", "X-Multiplex-Queue-Ms"])
{
    Console.WriteLine($"  {name}: {(headers.TryGetValue(name, out var value) ? value : "-")}");
}

await foreach (var update in chat.CompleteChatStreamingAsync("Say hello again."))
{
    foreach (var part in update.ContentUpdate)
    {
        Console.Write(part.Text);
    }
}

Console.WriteLine();
