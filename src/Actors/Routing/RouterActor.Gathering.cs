using Akka.Actor;

namespace MultiplexCluster.Actors.Routing;

// What is said to an endpoint of another node is said once the messages at hand are dealt with, all of it in one message.
internal sealed partial class RouterActor
{
    private static readonly TimeSpan ReportsWait = TimeSpan.FromMilliseconds(10);
    private readonly HashSet<EndpointLink> _toSend = [];
    private readonly HashSet<EndpointLink> _withReports = [];

    /// <summary>Sends what is gathered for an endpoint: behind the messages that are in the mailbox now, or, if it may wait, with the next question.</summary>
    private void SendLater(EndpointLink link, bool mayWait)
    {
        if (mayWait)
        {
            if (_withReports.Add(link) && _withReports.Count == 1)
            {
                Timers.StartSingleTimer(nameof(SendReports), SendReports.Instance, ReportsWait);
            }
        }
        else if (_toSend.Add(link) && _toSend.Count == 1)
        {
            Self.Tell(SendGathered.Instance);
        }
    }

    private void OnSendGathered()
    {
        foreach (var link in _toSend)
        {
            link.SendGathered();
        }

        _toSend.Clear();
    }

    /// <summary>Sends the reports for which no question came in time.</summary>
    private void OnSendReports()
    {
        var latest = Now - ReportsWait;
        foreach (var link in _withReports.Where(l => l.ReportsSince <= latest))
        {
            link.SendGathered();
        }

        _withReports.RemoveWhere(l => l.ReportsSince is null);
        if (_withReports.Count > 0)
        {
            Timers.StartSingleTimer(nameof(SendReports), SendReports.Instance, ReportsWait);
        }
    }

    private void OnSettle()
    {
        foreach (var link in _withReports)
        {
            link.SendGathered();
        }

        OnSendGathered();
        Sender.Tell(Settled.Instance, Self);
    }
}
