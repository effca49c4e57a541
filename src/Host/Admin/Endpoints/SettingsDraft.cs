using System.Text.Json;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Core.Settings;
using MultiplexCluster.Host.Admin.Bodies;

namespace MultiplexCluster.Host.Admin.Endpoints;

/// <summary>The settings a body names, as far as they have the right types.</summary>
internal sealed class SettingsDraft
{
    public SettingsPatch Patch { get; private set; } = new();

    public bool Take(string name, JsonElement value, FieldErrors errors)
    {
        if (!SettingsFields.All.TryGetValue(name, out var field))
        {
            return false;
        }

        if (field(Patch, value) is { } patch)
        {
            Patch = patch;
        }
        else
        {
            errors.Add(name, $"must be {SettingsRules.Allowed[name]}{FieldErrors.Shown(value)}");
        }

        return true;
    }
}
