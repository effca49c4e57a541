using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Leases;

namespace MultiplexCluster.Core.Tests.Leases;

/// <summary>
/// Ledgers that ping each other over links that are cut and delay, in time of their own. At some moment most of the
/// nodes drop the others from their membership, each of them in its own time; between them links are whole again from then on.
/// </summary>
internal sealed class LeaseCluster
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private readonly Random _random;
    private readonly Node[] _nodes;
    private readonly HashSet<int> _survivors;
    private readonly PriorityQueue<Action, TimeSpan> _due = new();
    private readonly bool[,] _cut;
    private readonly TimeSpan _split;
    private bool _isSplit;

    public LeaseCluster(int count, int seed)
    {
        _random = new Random(seed);
        _cut = new bool[count, count];
        _split = Between(5, 25);
        _survivors = [.. Enumerable.Range(0, count).OrderBy(_ => _random.Next()).Take((count / 2) + 1 + _random.Next((count - 1) / 2))];
        _nodes = [.. Enumerable.Range(0, count).Select(i => new Node(new NodeId(i + 1), Between(0, 1000)))];
        foreach (var node in _nodes)
        {
            foreach (var member in _nodes)
            {
                node.Ledger.Joined(member.Id, votes: true, node.Clock(Now));
            }
        }
    }

    public TimeSpan Now { get; private set; }

    /// <summary>Pings and answers that were sent, those on cut links included.</summary>
    public long Sent { get; private set; }

    public void Step()
    {
        Now += Tick;
        Misfortune();
        while (_due.TryPeek(out var happens, out var at) && at <= Now)
        {
            _due.Dequeue();
            happens();
        }

        foreach (var node in _nodes.Where(n => n.FrozenUntil <= Now && n.NextRound <= Now))
        {
            node.NextRound = Now + LeaseTimes.Round;
            Ping(node);
        }
    }

    /// <summary>Which survivor takes which departed node for ended.</summary>
    public IEnumerable<(NodeId Watcher, NodeId Gone)> TakenForEnded() =>
        from s in _survivors
        from g in Enumerable.Range(0, _nodes.Length).Except(_survivors)
        where _nodes[s].Ledger.HasEnded(_nodes[g].Id, _nodes[s].Clock(Now))
        select (_nodes[s].Id, _nodes[g].Id);

    // A frozen node's clock runs on: what it may do is asked when it would do it.
    public bool MayCall(NodeId id)
    {
        var node = _nodes[id.Value - 1];
        return node.Clock(Now) < node.Ledger.Until(node.Clock(Now)).Calls;
    }

    public bool SurvivorsAreClear() => _survivors.All(s => _nodes[s].Ledger.IsClear(_nodes[s].Clock(Now)));

    private void Misfortune()
    {
        if (_random.Next(20) == 0)
        {
            var (a, b) = (_random.Next(_nodes.Length), _random.Next(_nodes.Length));
            _cut[a, b] = _random.Next(2) == 0 && !(_isSplit && _survivors.Contains(a) && _survivors.Contains(b));
        }

        if (_random.Next(200) == 0 && !_isSplit)
        {
            _nodes[_random.Next(_nodes.Length)].FrozenUntil = Now + Between(0, 15);
        }

        if (!_isSplit && Now >= _split)
        {
            Split();
        }
    }

    private void Split()
    {
        _isSplit = true;
        foreach (var s in _survivors)
        {
            _nodes[s].FrozenUntil = Now;
            foreach (var other in Enumerable.Range(0, _nodes.Length))
            {
                if (_survivors.Contains(other))
                {
                    _cut[s, other] = false;
                }
                else
                {
                    _due.Enqueue(() => _nodes[s].Ledger.Departed(_nodes[other].Id, _nodes[s].Clock(Now)), Now + Between(0, 4));
                }
            }
        }
    }

    private void Ping(Node sender)
    {
        var number = sender.Clock(Now);
        var ping = new LeasePing(sender.Id, 0, sender.Ledger.Report(number));
        foreach (var receiver in _nodes.Where(n => n != sender))
        {
            Send(sender, receiver, () =>
            {
                if (receiver.Ledger.Pinged(ping.From, ping.Departed, receiver.Clock(Now)))
                {
                    Send(receiver, sender, () => sender.Ledger.Acknowledged(receiver.Id, number));
                }
            });
        }
    }

    // What comes while the receiver is frozen is taken up when it wakes.
    private void Send(Node from, Node to, Action arrives)
    {
        Sent++;
        if (!_cut[from.Id.Value - 1, to.Id.Value - 1])
        {
            Deliver(to, arrives, Now + Between(0, 0.8));
        }
    }

    private void Deliver(Node to, Action arrives, TimeSpan at) => _due.Enqueue(
        () =>
        {
            if (to.FrozenUntil > Now)
            {
                Deliver(to, arrives, to.FrozenUntil);
            }
            else
            {
                arrives();
            }
        },
        at);

    private TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(least + (_random.NextDouble() * (most - least)));

    private sealed class Node(NodeId id, TimeSpan offset)
    {
        public NodeId Id { get; } = id;

        public LeaseLedger Ledger { get; } = new(id);

        public TimeSpan NextRound { get; set; }

        public TimeSpan FrozenUntil { get; set; }

        public TimeSpan Clock(TimeSpan now) => now + offset;
    }
}
