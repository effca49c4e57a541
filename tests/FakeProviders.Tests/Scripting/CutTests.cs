namespace MultiplexCluster.FakeProviders.Tests.Scripting;

public class CutTests
{
    public static TheoryData<Step, string> Cuts => new()
    {
        { Step.CutBeforeHeaders(), "^$" },
        { Step.CutAfterHeaders(), "chunked\r\n\r\n$" },
        { Step.CutAfterEvents(3), "word1\"[^\n]*\n\n\r\n$" },
        { Step.CutAfterBytes(10), "chunked\r\n\r\n.{10}$" },
        { Step.CutAfterBytes(0), "chunked\r\n\r\n$" },
    };

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task An_answer_is_cut_exactly_where_scripted(Step step, string received)
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Key("sk-a").Then(step);
        using var client = await RawClient.ConnectAsync(fake);
        await client.SendAsync(RawClient.ChatRequest("sk-a", Client.ChatStream));

        var text = await client.ReadToEndAsync();

        Assert.Matches(new System.Text.RegularExpressions.Regex(received, System.Text.RegularExpressions.RegexOptions.Singleline), text);
        Assert.Equal(CallEnding.Cut, fake.AllCalls[0].Ending);
        Assert.Equal(0, fake.InFlight);
    }

    public static TheoryData<Step> Resets => new()
    {
        Step.CutBeforeHeaders(reset: true),
        Step.CutAfterHeaders(reset: true),
        Step.CutAfterEvents(3, reset: true),
        Step.CutAfterBytes(10, reset: true),
    };

    [Theory]
    [MemberData(nameof(Resets))]
    public async Task A_reset_is_a_reset(Step step)
    {
        await using var fake = await FakeProvider.StartAsync();
        fake.Key("sk-a").Always(step);
        for (var i = 0; i < 20; i++)
        {
            using var client = await RawClient.ConnectAsync(fake);
            await client.SendAsync(RawClient.ChatRequest("sk-a", Client.ChatStream));

            Assert.Null(await client.ReadToEndAsync());
        }
    }
}
