using MultiplexCluster.Actors.Checks;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Actors.Endpoints;

// A key that was refused is tried again now and then by a free call, so that one which its owner has mended serves again
// without an operator.
internal sealed partial class EndpointActor
{
    // Checks since a call of a caller succeeded: a key that passes checks and is refused again is checked more seldom too.
    private int _keyChecks;

    private bool IsKeyRefused => _profile is { IsDraining: false, Settings.Enabled: true } && _health.Quarantine is { Until: null };

    /// <summary>The health has changed: a refused key gets its next check, any other none.</summary>
    private void ScheduleKeyCheck()
    {
        if (_around.KeyCheckInterval is not { } interval)
        {
            return;
        }

        if (!IsKeyRefused)
        {
            Timers.Cancel(nameof(KeyCheckTick));
        }
        else if (!Timers.IsTimerActive(nameof(KeyCheckTick)))
        {
            Timers.StartSingleTimer(nameof(KeyCheckTick), KeyCheckTick.Instance, KeyCheckPace.Next(interval, _keyChecks, _random.NextDouble()));
        }
    }

    private void OnKeyCheckTick()
    {
        if (IsKeyRefused)
        {
            _keyChecks++;
            _around.KeyChecker.Tell(new CheckKey(_id, _profile!.Settings.Provider), Self);
            ScheduleKeyCheck();
        }
    }

    private sealed record KeyCheckTick
    {
        public static readonly KeyCheckTick Instance = new();
    }
}
