using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Secrets;
using MultiplexCluster.Core.Settings;
using MultiplexCluster.Host.Admin.Bodies;
using MultiplexCluster.Host.Configuration;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>What a creation asks for, and everything that is wrong with it.</summary>
internal sealed class CreateDraft
{
    private readonly SettingsDraft _settings = new();
    private ProviderKind? _provider;
    private EndpointId? _id;
    private ApiKey? _key;

    public FieldErrors Errors { get; } = new();

    /// <summary>Reads a body; the id is generated where the body names none.</summary>
    public (EndpointId Id, EndpointSettings Settings, ApiKey Key)? Read(
        JsonElement body,
        EnvironmentKeys environment,
        bool allowPrivateNetworks,
        DateTimeOffset now)
    {
        ObjectFields.Read(body, Errors, Take);
        if (_provider is null)
        {
            Errors.Add("provider", $"must be one of {ProviderNames.Allowed}");
        }

        // An unknown provider must not hide the errors of the other fields.
        var settings = _settings.Patch.ApplyTo(new EndpointSettings { Provider = _provider ?? ProviderKind.OpenAi });
        Errors.AddAll(SettingsRules.Check(settings, allowPrivateNetworks), body);
        _key ??= KeyFrom(environment);
        return Errors.Any || _key is null ? null : (_id ?? GenerateId(now), settings, _key);
    }

    private static EndpointId GenerateId(DateTimeOffset now) => EndpointId.Parse(string.Create(
        CultureInfo.InvariantCulture,
        $"endpoint_{now.ToUnixTimeSeconds()}_{RandomNumberGenerator.GetHexString(8, lowercase: true)}"));

    private bool Take(string name, JsonElement value, FieldErrors errors)
    {
        switch (name)
        {
            case "endpoint_id":
                _id = ReadId(value);
                return true;
            case "provider":
                _provider = JsonText.TryGet(value, out var text) && ProviderNames.TryParse(text, out var provider) ? provider : null;
                return true;
            case ApiKeyField.Name:
                _key = ApiKeyField.Read(value, errors);
                return true;
            default:
                return _settings.Take(name, value, errors);
        }
    }

    private EndpointId? ReadId(JsonElement value)
    {
        if (JsonText.TryGet(value, out var text) && EndpointId.TryParse(text, out var id))
        {
            return id;
        }

        Errors.Add("endpoint_id", $"must be {Label.Allowed}{FieldErrors.Shown(value)}");
        return null;
    }

    private ApiKey? KeyFrom(EnvironmentKeys environment)
    {
        if (_provider is not { } provider || Errors.Contains(ApiKeyField.Name))
        {
            return null;
        }

        if (environment.FirstOf(provider) is { } key)
        {
            return key;
        }

        Errors.Add(ApiKeyField.Name, $"is required: {EnvironmentKeys.VariablesOf(provider)} is not set where the service runs");
        return null;
    }
}
