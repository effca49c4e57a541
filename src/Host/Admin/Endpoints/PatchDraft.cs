using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Settings;
using MultiplexCluster.Host.Admin.Bodies;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>What a patch asks for, and everything that is wrong with it.</summary>
internal sealed class PatchDraft(EndpointDetails current)
{
    private readonly SettingsDraft _settings = new();

    public FieldErrors Errors { get; } = new();

    /// <summary>Reads a body; null when anything is wrong.</summary>
    public SettingsPatch? Read(JsonElement body, bool allowPrivateNetworks)
    {
        ObjectFields.Read(body, Errors, Take);
        var patch = _settings.Patch;
        Errors.AddAll(SettingsRules.CheckChange(patch, patch.ApplyTo(current.Settings), allowPrivateNetworks), body);
        return Errors.Any ? null : patch;
    }

    private bool Take(string name, JsonElement value, FieldErrors errors)
    {
        switch (name)
        {
            case "endpoint_id":
                Keep(name, JsonText.TryGet(value, out var id) && id == current.EndpointId.Value);
                return true;
            case "provider":
                var same = JsonText.TryGet(value, out var text)
                    && ProviderNames.TryParse(text, out var provider) && provider == current.Settings.Provider;
                Keep(name, same);
                return true;
            case ApiKeyField.Name:
                errors.Add(name, "cannot be changed here: POST it to /admin/endpoints/{id}/rotate-key");
                return true;
            default:
                return _settings.Take(name, value, errors);
        }
    }

    private void Keep(string field, bool isSame)
    {
        if (!isSame)
        {
            Errors.Add(field, "cannot be changed: create another endpoint instead");
        }
    }
}
