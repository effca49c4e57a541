using System.Text.Json;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Secrets;
using MultiplexCluster.Host.Admin.Bodies;
using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>Gives an endpoint a new key. The seal names the version, so a rotation in between asks for another seal.</summary>
internal sealed class KeyRotation(IEndpointAdministration administration, KeySealer sealer, TimeProvider time)
{
    private const int MostTries = 5;

    public async Task<IResult> RotateAsync(string id, HttpContext http, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.ReadObjectAsync(http.Request, ct);
        if (problem is not null || !EndpointId.TryParse(id, out var endpoint))
        {
            return problem ?? Problem.EndpointNotFound();
        }

        var errors = new FieldErrors();
        return ReadKey(body, errors) is { } key
            ? (await RotateAsync(endpoint, key, ct)).ToResult(time)
            : Problem.Invalid(errors.All);
    }

    private static ApiKey? ReadKey(JsonElement body, FieldErrors errors)
    {
        ApiKey? key = null;
        ObjectFields.Read(body, errors, (name, value, found) =>
        {
            key = name is ApiKeyField.Name ? ApiKeyField.Read(value, found) : key;
            return name is ApiKeyField.Name;
        });
        if (key is null)
        {
            errors.Add(ApiKeyField.Name, "is required");
        }

        return errors.Any ? null : key;
    }

    private async Task<EndpointAnswer> RotateAsync(EndpointId endpoint, ApiKey key, CancellationToken ct)
    {
        EndpointAnswer answer;
        var tries = 0;
        do
        {
            var current = await administration.SendAsync(new DescribeEndpoint(endpoint), ct);
            if (current is not EndpointAnswer.Described { Details: var details })
            {
                return current;
            }

            var box = sealer.Seal(key, endpoint, details.KeyVersion + 1);
            answer = await administration.SendAsync(new RotateKey(endpoint, box), ct);
            tries++;
        }
        while (answer is EndpointAnswer.Refused { Reason: AdminRefusal.Conflict } && tries < MostTries);

        return answer;
    }
}
