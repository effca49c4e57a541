using System.Net;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay.Headers;
using MultiplexCluster.Providers.Relay.Uploads;

namespace MultiplexCluster.Providers.Relay.Answers;

/// <summary>What stands above a 2xx answer's body.</summary>
internal readonly record struct AnswerHead
{
    /// <summary>
    /// The body's length where the provider named one and keeping to it means that the body is whole: not in an event
    /// stream, of which only its last event says that.
    /// </summary>
    internal long? Length { get; private init; }

    /// <summary>Content-Type without parameters, lower case; null where there is none. An encoded body is opaque bytes.</summary>
    internal string? MediaType { get; private init; }

    /// <summary>True for Server-Sent Events.</summary>
    internal bool IsEventStream => ReferenceEquals(MediaType, MediaTypes.EventStream);

    /// <summary>True for JSON.</summary>
    internal bool IsJson =>
        ReferenceEquals(MediaType, MediaTypes.Json) || MediaType?.EndsWith("+json", StringComparison.Ordinal) == true;

    /// <summary>True where HTTP has no body, whatever the headers say of one.</summary>
    internal bool IsBodiless { get; private init; }

    /// <summary>
    /// False when the framing contradicts itself or names a length that is none (RFC 9110, 8.6), so that nothing says
    /// where the answer ends. The platform would read an answer with a bad length until its connection closes.
    /// </summary>
    internal bool IsFramedSoundly { get; private init; }

    internal static AnswerHead Of(HttpResponseMessage response, HttpMethod method)
    {
        var headers = response.Content.Headers;
        var raw = headers.NonValidated;
        var encoded = raw.TryGetValues("Content-Encoding", out var encoding)
            && !string.Equals(encoding.ToString(), "identity", StringComparison.OrdinalIgnoreCase);
        var lengths = raw.TryGetValues("Content-Length", out var given) ? given.Count : 0;
        var chunked = response.Headers.TransferEncodingChunked == true;
        var media = encoded ? MediaTypes.Opaque : MediaTypes.Of(raw.TryGetValues("Content-Type", out var type) ? type.ToString() : null);
        var never = response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.ResetContent or HttpStatusCode.NotModified;
        return new AnswerHead
        {
            Length = chunked || never || ReferenceEquals(media, MediaTypes.EventStream) ? null : headers.ContentLength,
            MediaType = media,
            IsBodiless = never || method == HttpMethod.Head,
            IsFramedSoundly = lengths == 0 || (lengths == 1 && !chunked && headers.ContentLength is not null),
        };
    }

    /// <summary>Gives the caller status and headers; they go out with the first flush.</summary>
    /// <returns>Whether a header says that nothing remains of a limit.</returns>
    internal static bool Begin(HttpResponseMessage response, long? length, RelayRequest request, AttemptOrder order)
    {
        var caller = request.Caller;
        request.Status = (int)response.StatusCode;
        caller.Begin(request.Status, length);
        var named = AnswerHeaderRules.NamedByConnection(response.Headers);
        var mayBeLimited = Copy(response.Headers, named, request.Route.TakesBytes, caller);
        Copy(response.Content.Headers, named, request.Route.TakesBytes, caller);
        UploadHeaders.Write(response, request, order);
        ServiceHeaders.Write(caller, request.Id, order.EndpointId, order.Attempt, order.QueueMs);
        return mayBeLimited;
    }

    /// <summary>The same for an answer whose body is not the provider's: what describes that one stays here.</summary>
    /// <returns>As <see cref="Begin"/>.</returns>
    internal static bool BeginTranslated(
        int status, string mediaType, long? length, HttpResponseMessage response, RelayRequest request, AttemptOrder order)
    {
        var caller = request.Caller;
        request.Status = status;
        caller.Begin(status, length);
        var mayBeLimited = Copy(response.Headers, AnswerHeaderRules.NamedByConnection(response.Headers), isUpload: false, caller);
        caller.SetHeader("Content-Type", mediaType);
        ServiceHeaders.Write(caller, request.Id, order.EndpointId, order.Attempt, order.QueueMs);
        return mayBeLimited;
    }

    /// <summary>The same for a WebSocket session that the provider has opened.</summary>
    internal static void BeginSession(HttpResponseMessage response, RelayRequest request, AttemptOrder order)
    {
        var caller = request.Caller;
        request.Status = (int)response.StatusCode;
        caller.Begin(request.Status, null);
        Copy(response.Headers, AnswerHeaderRules.NamedByConnection(response.Headers), isUpload: false, caller);
        caller.SetHeader("Upgrade", "websocket");
        ServiceHeaders.Write(caller, request.Id, order.EndpointId, order.Attempt, order.QueueMs);
    }

    private static bool Copy(System.Net.Http.Headers.HttpHeaders source, string? named, bool isUpload, ICallerResponse caller)
    {
        var mayBeLimited = false;
        foreach (var header in source.NonValidated)
        {
            if (header.Value.Count == 1)
            {
                var value = header.Value.ToString();
                mayBeLimited |= LimitHeaders.SaysNothingLeft(header.Key, value);
                if (AnswerHeaderRules.Passes(header.Key, value, named, isUpload))
                {
                    caller.SetHeader(header.Key, value);
                }

                continue;
            }

            foreach (var value in header.Value)
            {
                if (AnswerHeaderRules.Passes(header.Key, value, named, isUpload))
                {
                    caller.AddHeader(header.Key, value);
                }
            }
        }

        return mayBeLimited;
    }
}
