using Akka.Actor;
using MultiplexCluster.Contracts.Protocol;

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

    private void OnSendGathered() => SendGatheredOf(_toSend);

    /// <summary>Sends the reports for which no question came.</summary>
    private void OnSendReports() => SendGatheredOf(_withReports);

    private void SendAllGathered()
    {
        SendGatheredOf(_withReports);
        SendGatheredOf(_toSend);
    }

    private static void SendGatheredOf(HashSet<EndpointLink> links)
    {
        foreach (var link in links)
        {
            link.SendGathered();
        }

        links.Clear();
    }

    private void OnGrantedSeveral(GrantedSeveral several)
    {
        foreach (var call in several.CallIds)
        {
            OnGranted(new Granted(several.EndpointId, call, several.Target, IsProbe: false, several.Load)
            {
                ReportMayWait = several.ReportMayWait,
                TakesSeveral = true,
            });
        }
    }

    private void OnSettle()
    {
        SendAllGathered();
        Sender.Tell(Settled.Instance, Self);
    }
}
