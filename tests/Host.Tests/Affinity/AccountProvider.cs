using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MultiplexCluster.Host.Tests.Affinity;

/// <summary>
/// A provider whose objects live in accounts: a key's account is all of it before the last hyphen. A POST to a collection
/// makes an object; one that names another account's object, in path or body, is 404 or 400.
/// </summary>
internal sealed class AccountProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _accountOf = [];
    private int _count;

    private AccountProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Every call: key, method, path, status.</summary>
    internal ConcurrentQueue<(string Key, string Method, string Path, int Status)> Calls { get; } = [];

    internal string Url => _app.Urls.First();

    internal static async Task<AccountProvider> StartAsync()
    {
        var provider = new AccountProvider();
        await provider._app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>An object that was made past the service.</summary>
    internal string MakeFor(string key, string prefix = "file-")
    {
        var id = $"{prefix}{Interlocked.Increment(ref _count)}x";
        _accountOf[id] = AccountOf(key);
        return id;
    }

    /// <summary>The keys that were called with this method and a path that ends so.</summary>
    internal IReadOnlyList<string> KeysOf(string method, string pathEnd) =>
        [.. Calls.Where(c => c.Method == method && c.Path.EndsWith(pathEnd, StringComparison.Ordinal)).Select(c => c.Key)];

    private static string AccountOf(string key) => key[..key.LastIndexOf('-')];

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var authorization = request.Headers.Authorization.ToString();
        var key = authorization.Length > 0 ? authorization["Bearer ".Length..] : request.Headers["x-goog-api-key"].ToString();
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var path = request.Path.Value!;
        var named = _accountOf.Keys.FirstOrDefault(id => path.EndsWith('/' + id, StringComparison.Ordinal) || path.Contains('/' + id + '/', StringComparison.Ordinal));
        var foreign = _accountOf.Any(o => body.Contains($"\"{o.Key}\"", StringComparison.Ordinal) && o.Value != AccountOf(key));
        var isLast = char.IsAsciiDigit(path[^2]) && path[^1] == 'x';
        var status = (named is null && isLast) || (named is not null && _accountOf[named] != AccountOf(key)) ? 404 : foreign ? 400 : 200;
        Calls.Enqueue((key, request.Method, path, status));
        context.Response.StatusCode = status;
        var isStream = body.Contains("\"stream\":true", StringComparison.Ordinal) && status == 200;
        context.Response.ContentType = isStream ? "text/event-stream" : "application/json";
        await context.Response.WriteAsync(status != 200 ? """{"error":{"message":"no such object","type":"invalid_request_error"}}""" : Answer(request.Method, path, key, named, isStream));
    }

    private string Answer(string method, string path, string key, string? named, bool isStream)
    {
        if (method != "POST" || named is not null)
        {
            var owned = _accountOf.Where(o => o.Value == AccountOf(key)).Select(o => o.Key);
            return JsonSerializer.Serialize(new { id = named, name = named, data = owned });
        }

        var collection = path.Split('/')[^1];
        var isGoogle = path.Contains("/v1beta/", StringComparison.Ordinal);
        var id = MakeFor(key, isGoogle ? $"{collection}/g" : $"{collection}_");
        return isStream
            ? string.Concat(new[] { "created", "completed" }.Select(type =>
                $$$"""event: response.{{{type}}}{{{'\n'}}}data: {"type":"response.{{{type}}}","response":{"id":"{{{id}}}"}}""" + "\n\n"))
            : isGoogle ? JsonSerializer.Serialize(new { name = id }) : JsonSerializer.Serialize(new { id });
    }
}
