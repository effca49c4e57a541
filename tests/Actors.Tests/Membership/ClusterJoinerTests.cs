using Akka.Cluster;
using Akka.TestKit.Xunit2;
using MultiplexCluster.Actors.Hosting;
using MultiplexCluster.Actors.Leases;
using MultiplexCluster.Actors.Membership;

namespace MultiplexCluster.Actors.Tests.Membership;

public sealed class ClusterJoinerTests : TestKit
{
    private const string Hocon = """
        akka {
          loggers = []
          stdout-loglevel = OFF
          actor.provider = cluster
          cluster.roles = [endpoint]
          # Tests need not wait for seconds that only protect real networks.
          cluster { gossip-interval = 100ms, leader-actions-interval = 100ms, periodic-tasks-initial-delay = 10ms }
          coordinated-shutdown.run-by-actor-system-terminate = off
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Without it, one that waits up to 30 s looks every 3 s.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private readonly FakeTable _table = new();
    private readonly NodeLeases _leases = new();
    private readonly byte[] _masterKey = [1, 2, 3];

    public ClusterJoinerTests()
        : base(Hocon) => _leases.Extend(TimeSpan.MaxValue, TimeSpan.MaxValue);

    private bool IsUp => Cluster.Get(Sys).SelfMember.Status is MemberStatus.Up;

    [Fact]
    public void Where_nobody_is_recorded_it_forms_a_cluster_and_is_recorded_itself()
    {
        Begin();

        AwaitCondition(() => IsUp && _table.Recorded > 0, Patience, Interval);
    }

    [Fact]
    public void Beside_a_living_cluster_that_it_cannot_reach_it_forms_none()
    {
        _table.Others = new RecordedMembers(["127.0.0.1:1"], Any: true);
        Begin();

        AwaitCondition(() => _table.Looks >= 3, Patience, Interval);

        Assert.False(IsUp);
        Assert.Equal((0, 0), (_table.Claims, _table.Recorded));
    }

    [Fact]
    public async Task While_the_record_of_an_earlier_start_is_fresh_it_joins_nobody()
    {
        using var seed = ActorSystem.Create(Sys.Name, Sys.Settings.Config);
        var other = Cluster.Get(seed);
        other.Join(other.SelfAddress);
        var living = new RecordedMembers([other.SelfAddress.HostPort().Split('@')[1]], Any: true, FormerSelf: true);
        _table.Others = living;
        Begin();
        AwaitCondition(() => _table.Looks >= 3, Patience, Interval);
        Assert.Equal(MemberStatus.Removed, Cluster.Get(Sys).SelfMember.Status);

        _table.Others = living with { FormerSelf = false };

        AwaitCondition(() => IsUp, Patience, Interval);
        await seed.Terminate();
    }

    [Fact]
    public void While_another_one_has_the_claim_it_waits()
    {
        _table.Grants = false;
        Begin();
        AwaitCondition(() => _table.Claims >= 2, Patience, Interval);
        Assert.False(IsUp);

        _table.Grants = true;

        AwaitCondition(() => IsUp, Patience, Interval);
    }

    [Fact]
    public void A_store_that_is_away_is_asked_again()
    {
        _table.IsAway = true;
        Begin();
        AwaitCondition(() => _table.Greetings >= 2, Patience, Interval);
        Assert.False(IsUp);

        _table.IsAway = false;

        AwaitCondition(() => IsUp, Patience, Interval);
    }

    [Fact]
    public void It_is_recorded_only_while_its_lease_lasts()
    {
        _leases.Extend(TimeSpan.MinValue, TimeSpan.MinValue);
        Begin();
        AwaitCondition(() => IsUp, Patience, Interval);
        Assert.Equal(0, _table.Recorded);

        _leases.Extend(TimeSpan.MaxValue, TimeSpan.MaxValue);

        AwaitCondition(() => _table.Recorded > 0, Patience, Interval);
    }

    [Theory]
    [InlineData(2, new byte[] { 1, 2, 3 }, "newer version")]
    [InlineData(1, new byte[] { 9, 9, 9 }, "Multiplex__MasterKey")]
    public void A_store_of_a_newer_version_or_another_master_key_ends_the_node_and_is_left_alone(int version, byte[] key, string why)
    {
        _table.Format = new StoreFormat(version, key);
        Begin();

        AwaitCondition(() => CoordinatedShutdown.Get(Sys).ShutdownReason is StartRefused, Patience, Interval);

        Assert.Contains(why, ((StartRefused)CoordinatedShutdown.Get(Sys).ShutdownReason).Why, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (_table.Looks, _table.Claims, _table.Recorded));
    }

    [Fact]
    public void A_node_whose_clock_is_wrong_joins_once_it_is_right()
    {
        _table.Ahead = TimeSpan.FromMinutes(3);
        Begin();
        AwaitCondition(() => _table.Greetings >= 2, Patience, Interval);
        Assert.Equal((0, 0), (_table.Looks, _table.Claims));

        _table.Ahead = TimeSpan.FromSeconds(-3);

        AwaitCondition(() => IsUp, Patience, Interval);
    }

    private void Begin() => Sys.ActorOf(ClusterJoiner.Props(["127.0.0.1:2"], _table, _leases, _masterKey));

    private sealed class FakeTable : IMemberTable
    {
        private int _greetings;
        private int _looks;
        private int _claims;
        private int _recorded;

        public volatile bool Grants = true;
        public volatile bool IsAway;
        public volatile RecordedMembers Others = new([], Any: false);

        public volatile StoreFormat? Format;
        public TimeSpan Ahead;

        public int Greetings => Volatile.Read(ref _greetings);

        private DateTimeOffset Now => TimeProvider.System.GetUtcNow() - Ahead;

        public int Looks => Volatile.Read(ref _looks);

        public int Claims => Volatile.Read(ref _claims);

        public int Recorded => Volatile.Read(ref _recorded);

        public Task<RecordedMembers> OthersAsync(string self)
        {
            Interlocked.Increment(ref _looks);
            return IsAway ? Task.FromException<RecordedMembers>(new TimeoutException("away")) : Task.FromResult(Others);
        }

        public Task<bool> ClaimAsync(string self)
        {
            Interlocked.Increment(ref _claims);
            return Task.FromResult(Grants);
        }

        public Task<DateTimeOffset> RecordAsync(string self)
        {
            Interlocked.Increment(ref _recorded);
            return Task.FromResult(Now);
        }

        public Task<StoreWord> GreetAsync(StoreFormat own)
        {
            Interlocked.Increment(ref _greetings);
            return IsAway ? Task.FromException<StoreWord>(new TimeoutException("away")) : Task.FromResult(new StoreWord(Format ?? own, Now));
        }

        public Task RemoveAsync(string self) => Task.CompletedTask;
    }
}
