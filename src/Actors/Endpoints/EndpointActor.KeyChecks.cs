using MultiplexCluster.Actors.Checks;
using MultiplexCluster.Core.Health;

namespace MultiplexCluster.Actors.Endpoints;

// A key that was refused is tried again now and then by a free call, so that one which its owner has mended serves again
// without an operator.
internal sealed partial class EndpointActor
{
    // Checks since a call of a caller succeeded: a key that passes checks and is refused again is checked more seldom too.
    private int _keyChecks;

    // The checker was asked for a check that may still wait or run.
    private bool _isCheckAsked;

    private bool IsKeyRefused => _profile is { IsDraining: false, Settings.Enabled: true } && _health.Quarantine is { Until: null };

    /// <summary>Health or settings have changed: a refused key gets its next check, any other none, and what is left of one is broken off.</summary>
    private void ScheduleKeyCheck()
    {
        if (_around.KeyCheckInterval is not { } interval)
        {
            return;
        }

        if (!IsKeyRefused)
        {
            Timers.Cancel(nameof(KeyCheckTick));
            StopKeyCheck();
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
            _isCheckAsked = true;
            _around.KeyChecker.Tell(new CheckKey(_id, _profile!.Settings.Provider), Self);
            ScheduleKeyCheck();
        }
    }

    /// <summary>Its verdict would change nothing, and its slot is wanted by others.</summary>
    private void StopKeyCheck()
    {
        if (_isCheckAsked)
        {
            _isCheckAsked = false;
            _around.KeyChecker.Tell(new StopCheck(_id), Self);
        }
    }

    private sealed record KeyCheckTick
    {
        public static readonly KeyCheckTick Instance = new();
    }
}
