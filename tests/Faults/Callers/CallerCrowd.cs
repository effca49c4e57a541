using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using MultiplexCluster.Faults.Secrecy;

namespace MultiplexCluster.Faults.Callers;

/// <summary>Callers of one service; each call is written down.</summary>
public sealed class CallerCrowd : IDisposable
{
    private static readonly string[] OwnCodes =
    [
        "invalid_request", "invalid_client_key", "route_not_allowed", "endpoint_not_found", "unknown_route", "request_too_large",
        "queue_full", "all_endpoints_cooling_down", "no_endpoint_available", "queue_timeout", "shutting_down", "internal_error", "upstream_error", "upstream_timeout",
    ];

    private readonly HttpClient _client;
    private readonly SecretWatch? _secrets;
    private readonly TimeSpan _hungAfter;
    private readonly Func<TimeSpan> _clock;
    private readonly string _name;
    private long _next;

    /// <summary>Callers of the service at this address. Their request ids begin with the crowd's name: two crowds at one provider need two.</summary>
    public CallerCrowd(Uri address, SecretWatch? secrets = null, Func<TimeSpan>? clock = null, TimeSpan? hungAfter = null, string name = "call")
    {
        _name = name;
        var began = Stopwatch.GetTimestamp();
        _clock = clock ?? (() => Stopwatch.GetElapsedTime(began));
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),

            // Who leaves closes the connection; the platform would read on for up to two seconds.
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.Zero,
        };
        _client = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _secrets = secrets;
        _hungAfter = hungAfter ?? TimeSpan.FromSeconds(60);
    }

    /// <summary>Makes a call; whatever happens is in the record. The caller leaves as planned or when told.</summary>
    public async Task<CallRecord> CallAsync(CallPlan plan, CancellationToken leave = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var record = new CallRecord
        {
            Plan = plan,
            Crowd = _name,
            RequestId = string.Create(CultureInfo.InvariantCulture, $"{_name}-{Interlocked.Increment(ref _next)}"),
            StartedAt = _clock(),
        };
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(leave);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(leaves.Token);
        patience.CancelAfter(_hungAfter);
        var began = Stopwatch.GetTimestamp();
        try
        {
            if (plan.LeavesAfter is { } stay)
            {
                leaves.CancelAfter(stay);
            }

            await ExchangeAsync(plan, record, leaves, patience.Token);
        }
        catch (Exception) when (leaves.IsCancellationRequested)
        {
            record.End = CallEnd.Left;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            record.End = CallEnd.Hung;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            record.End = record.Status == 0 ? CallEnd.NoAnswer : CallEnd.BrokenOff;
            record.Detail = broken.Message;
        }

        record.Took = Stopwatch.GetElapsedTime(began);
        return record;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task ExchangeAsync(CallPlan plan, CallRecord record, CancellationTokenSource leaves, CancellationToken cancel)
    {
        using var message = MessageOf(plan, record);
        using var answer = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
        record.Status = (int)answer.StatusCode;
        record.Endpoint = Header(answer, "X-Multiplex-Endpoint");
        record.Attempts = Header(answer, "X-Multiplex-Attempts") is { } attempts ? int.Parse(attempts, CultureInfo.InvariantCulture) : null;
        _secrets?.Look(answer.Headers.ToString(), $"headers of the answer to {record.RequestId}");
        var text = new StringBuilder();
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[8192];
        while (await body.ReadAsync(buffer, cancel) is var count and > 0)
        {
            if (record.Bytes == 0)
            {
                record.FirstByteAt = _clock();
                if (plan.LeavesMidStream && answer.IsSuccessStatusCode)
                {
                    await leaves.CancelAsync();
                    cancel.ThrowIfCancellationRequested();
                }
            }

            record.Bytes += count;
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
            if (text.Length > 1 << 20)
            {
                text.Remove(0, text.Length - (64 << 10));
            }
        }

        Conclude(plan, record, answer, text.ToString());
    }

    private void Conclude(CallPlan plan, CallRecord record, HttpResponseMessage answer, string text)
    {
        _secrets?.Look(text, $"the answer to {record.RequestId}");
        var isStream = plan.Stream && answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        record.End = !isStream ? CallEnd.Answered
            : text.Contains("\"error\"", StringComparison.Ordinal) ? CallEnd.BrokenOff
            : text.Contains(plan.TerminalMarker, StringComparison.Ordinal) ? CallEnd.Answered
            : CallEnd.EndedShort;
        if (!answer.IsSuccessStatusCode)
        {
            // The only one of these words that providers use too comes before any attempt when it is the service's.
            record.Code = OwnCodes.FirstOrDefault(c => text.Contains($"\"{c}\"", StringComparison.Ordinal) && !(c == "invalid_request" && record.Attempts > 0));
            record.Detail = text[..Math.Min(text.Length, 300)];
        }
    }

    private static HttpRequestMessage MessageOf(CallPlan plan, CallRecord record)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, plan.Path) { Content = JsonContent.Create(plan.Body) };
        message.Headers.Add("X-Request-Id", record.RequestId);
        Add("X-Multiplex-Endpoint", plan.Pinned);
        Add("X-Multiplex-Pool", plan.Pool);
        Add("X-Multiplex-Priority", plan.Priority);
        Add("X-Multiplex-Timeout", plan.WaitSeconds?.ToString(CultureInfo.InvariantCulture));
        return message;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                message.Headers.Add(name, value);
            }
        }
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
