using System.Globalization;
using System.Text.Json.Nodes;
using MultiplexCluster.FakeProviders.Objects;

namespace MultiplexCluster.FakeProviders.Dialects.OpenAi;

/// <summary>
/// Responses with <c>background</c>: not done for as many polls as the request's <c>metadata.polls</c> says, or 2; then, to
/// every poll, done and with usage. A streamed read waits for the end; a cancelled one is done at once, with usage.
/// </summary>
internal static class BackgroundResponses
{
    private const string Kind = "background";
    private const int UsualPolls = 2;

    /// <summary>Begins one that will be <paramref name="whole"/>; gives what it is until then.</summary>
    public static JsonObject Begin(Request request, JsonObject whole)
    {
        var polls = (string?)(request.Json["metadata"] as JsonObject)?["polls"];
        var left = polls is null ? UsualPolls : int.Parse(polls, CultureInfo.InvariantCulture);
        request.Objects.Put(Kind, (string)whole["id"]!, new JsonObject { ["left"] = left });
        return Unfinished(whole, "queued");
    }

    /// <summary>The answer to a poll; null where the response is not of the background, or not there.</summary>
    public static Reply? Poll(Dialect dialect, Request request, string id)
    {
        if (request.Objects.Find(StoredResponses.Kind, id) is not { } whole || request.Objects.Find(Kind, id) is not { } running)
        {
            return null;
        }

        if (request.Query("stream") == "true")
        {
            return Reply.Sse(Stream(whole), dialect.Good("").Headers);
        }

        return IsDone(running) ? null : dialect.Good(Unfinished(whole.Json, "in_progress").ToJsonString());
    }

    /// <summary>The answer to a cancellation; null where there is nothing to cancel.</summary>
    public static Reply? Cancel(Dialect dialect, Request request, string id)
    {
        if (request.Objects.Find(StoredResponses.Kind, id) is not { } whole || !request.Objects.Remove(Kind, id))
        {
            return null;
        }

        var cancelled = (JsonObject)whole.Json.DeepClone();
        cancelled["status"] = "cancelled";
        request.Objects.Put(StoredResponses.Kind, id, cancelled);
        return dialect.Good(cancelled.ToJsonString());
    }

    private static bool IsDone(StoredObject running)
    {
        lock (running)
        {
            var left = (int)running.Json["left"]!;
            running.Json["left"] = Math.Max(0, left - 1);
            return left == 0;
        }
    }

    private static IEnumerable<string> Stream(StoredObject whole)
    {
        string Event(string type, int number, JsonObject response) => Sse.Named(
            type, new JsonObject { ["type"] = type, ["sequence_number"] = number, ["response"] = response.DeepClone() }.ToJsonString());

        yield return Event("response.created", 0, Unfinished(whole.Json, "queued"));
        yield return Event("response.in_progress", 1, Unfinished(whole.Json, "in_progress"));
        yield return Event("response.completed", 2, whole.Json);
    }

    private static JsonObject Unfinished(JsonObject whole, string status)
    {
        var response = (JsonObject)whole.DeepClone();
        (response["status"], response["output"], response["usage"]) = (status, new JsonArray(), null);
        return response;
    }
}
