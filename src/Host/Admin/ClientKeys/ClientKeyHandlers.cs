using System.Text.Json;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Host.Admin.Bodies;
using MultiplexCluster.Host.Admin.Endpoints;
using MultiplexCluster.Host.Admin.Json;
using MultiplexCluster.Host.Admin.Problems;
using MultiplexCluster.Host.ClientKeys;

namespace MultiplexCluster.Host.Admin.ClientKeys;

/// <summary>The calls on client keys.</summary>
internal sealed class ClientKeyHandlers(IClientKeyAdministration administration, TimeProvider time)
{
    private const int LongestName = 100;

    public async Task<IResult> CreateAsync(HttpContext http, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.ReadObjectAsync(http.Request, ct);
        if (problem is not null)
        {
            return problem;
        }

        var errors = new FieldErrors();
        if (ReadName(body, errors) is not { } name)
        {
            return Problem.Invalid(errors.All);
        }

        var (stored, text) = ClientKeyMaker.Create(name, time.GetUtcNow());
        return await administration.StoreAsync(stored, ct)
            ? new LocatedResult(
                Results.Json(
                    new CreatedClientKeyBody(stored.Id, stored.Name, text, stored.CreatedAt),
                    AdminJson.Answers.CreatedClientKeyBody,
                    statusCode: 201),
                $"/admin/client-keys/{stored.Id}")
            : Problem.StoreUnavailable();
    }

    public IResult List()
    {
        var keys = administration.Current.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal);
        return Results.Json(
            new ClientKeyList([.. keys.Select(key => new ClientKeyBody(key.Id, key.Name, key.CreatedAt))]),
            AdminJson.Answers.ClientKeyList);
    }

    public async Task<IResult> RevokeAsync(string id, CancellationToken ct) => await administration.RevokeAsync(id, ct) switch
    {
        RevokeResult.Revoked => Results.NoContent(),
        RevokeResult.NotFound => Problem.Of(404, "client_key_not_found", "There is no client key of that id."),
        RevokeResult.StoreUnavailable => Problem.StoreUnavailable("The store could not be written; the key is still valid. Try again."),
        var other => throw new InvalidOperationException($"unknown result {other}"),
    };

    private static string? ReadName(JsonElement body, FieldErrors errors)
    {
        string? name = null;
        ObjectFields.Read(body, errors, (field, value, found) =>
        {
            if (field is not "name")
            {
                return false;
            }

            if (!JsonText.TryGet(value, out name) || !IsName(name))
            {
                found.Add(field, $"must be text of 1 to {LongestName} characters, not blank and without control characters");
            }

            return true;
        });
        if (name is null)
        {
            errors.Add("name", "is required");
        }

        return errors.Any ? null : name;
    }

    private static bool IsName(string text) =>
        text.Length <= LongestName && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);
}
