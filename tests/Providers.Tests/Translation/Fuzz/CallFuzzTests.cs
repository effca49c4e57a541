using System.Text.Json;
using CsCheck;
using MultiplexCluster.Providers.Translation;
using Xunit;

namespace MultiplexCluster.Providers.Tests.Translation.Fuzz;

public class CallFuzzTests
{
    private static readonly Gen<ITranslation> Any = Gen.Int[0, Corpus.Calls.Count - 1].Select(index => Corpus.Calls[index].Translation);

    [Fact]
    public void The_corpus_is_what_is_translated() => Assert.All(
        Corpus.Calls.Where(call => call.Answer != "{}"),
        call =>
        {
            Translating.Request(call.Translation, call.Request);
            Translating.Answer(call.Translation, call.Answer);
        });

    [Fact]
    public void Any_request_becomes_json_or_a_refusal()
    {
        var (translated, refused) = (0, 0);
        Inputs(call => call.Request).Sample(
            (translation, body) =>
            {
                var made = translation.Translate(body, Translating.Model);
                AssertJson(made is TranslatedRequest request ? request.Body : Assert.IsType<RefusedRequest>(made).Body());
                Interlocked.Increment(ref made is TranslatedRequest ? ref translated : ref refused);
            },
            iter: 20_000);
        Assert.True(Math.Min(translated, refused) > 2_000, $"{translated} translated, {refused} refused");
    }

    [Fact]
    public void Any_answer_becomes_json()
    {
        var (readable, unreadable) = (0, 0);
        Inputs(call => call.Answer).Select(Gen.Bool).Sample(
            (input, base64) =>
            {
                var answer = input.Item1.Answer(input.Item2, Translating.Context(base64: base64));
                AssertJson(answer.Body);
                Interlocked.Increment(ref answer.IsReadable ? ref readable : ref unreadable);
            },
            iter: 20_000);
        Assert.True(Math.Min(readable, unreadable) > 2_000, $"{readable} readable, {unreadable} unreadable");
    }

    [Fact]
    public void Any_error_becomes_openais() =>
        Gen.Select(Any, Gen.Int[100, 999], Gen.OneOf([.. Corpus.Errors.Select(Spoiled)])).Sample(
            (translation, status, body) =>
            {
                using var error = JsonDocument.Parse(translation.Error(status, body));
                Assert.NotEmpty(error.RootElement.GetProperty("error").GetProperty("message").GetString()!);
            },
            iter: 10_000);

    private static Gen<(ITranslation, byte[])> Inputs(Func<(ITranslation Translation, string Request, string Answer), string> text) =>
        Gen.OneOf([.. Corpus.Calls.Select(call => Spoiled(text(call)).Select(body => (call.Translation, body)))]);

    private static Gen<byte[]> Spoiled(string json) => Gen.Frequency(
        (6, Mutations.Retyped(json)),
        (3, Mutations.Spoiled(json)),
        (1, Gen.Byte.Array[0, 60]));

    private static void AssertJson(ReadOnlyMemory<byte> body)
    {
        using var parsed = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 1_000 });
        Assert.Equal(JsonValueKind.Object, parsed.RootElement.ValueKind);
    }
}
