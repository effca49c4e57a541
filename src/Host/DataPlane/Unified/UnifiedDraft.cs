using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Providers.Calls;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Codecs.OpenAi;
using MultiplexCluster.Providers.Codecs.Requests;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Bodies;
using MultiplexCluster.Providers.Relay.Headers;
using MultiplexCluster.Providers.Relay.Translated;
using MultiplexCluster.Providers.Translation;
using MultiplexCluster.Providers.Translation.Models;

namespace MultiplexCluster.Host.DataPlane.Unified;

/// <summary>A request of the unified surface before it is known who gets it.</summary>
internal readonly record struct UnifiedDraft(
    UnifiedTarget Call, HttpMethod Method, CallerHeaders Headers, RequestId Id, RequestBody? Body, ICallerResponse Caller)
{
    private static readonly OpenAiCodec OpenAi = new();

    /// <summary>What its caller asks of its routing.</summary>
    internal CallWishes Wishes { get; init; } = new();

    /// <summary>Calls that were made under another model of its alias.</summary>
    internal int AttemptsBefore { get; init; }

    /// <summary>What it waited before, under another model of its alias.</summary>
    internal TimeSpan WaitedBefore { get; init; }

    /// <summary>How long it may wait for the model before another of its alias gets it; null for all the time it has.</summary>
    internal TimeSpan? WaitHere { get; init; }

    /// <summary>The further models of its alias; null where it names none.</summary>
    internal Fallback? Fallback { get; init; }

    /// <summary>To a provider of OpenAI's format.</summary>
    internal RelayRequest ToRelay(IProviderCodec codec, ProviderRoute route, in BodyHead head, ModelName? model, in FoundObjects found)
    {
        var wish = head.UsageWishOn(route);
        return new RelayRequest
        {
            Id = Id,
            Provider = codec.Provider,
            Codec = codec,
            Dialect = OpenAi,
            Route = route,
            Method = Method,
            PathAndQuery = Call.PathAndQuery,
            Headers = Headers.Passing,
            Body = Body,
            Edits = Edits(head, model, wish),
            WithholdsUsage = wish is not null,
            Caller = Caller,
            Model = model?.Upstream,
            Wishes = Wishes,
            AttemptsBefore = AttemptsBefore,
            WaitedBefore = WaitedBefore,
            WaitHere = WaitHere,
            Fallback = Fallback,
            Affinity = found.Maker,
            NamesObject = found.IsNamed,
            Objects = found.Notes,
            CreatesPaidObject = route.CreatesPaidObject,
        };
    }

    /// <summary>To a provider of another format.</summary>
    internal RelayRequest ToRelay(
        IProviderCodec codec, TranslatedRequest translated, ITranslation translation, ModelName model, RequestBody body, DateTimeOffset now)
    {
        var mark = translated.Path.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? translated.Path : translated.Path[..mark];
        return new RelayRequest
        {
            Id = Id,
            Provider = codec.Provider,
            Codec = codec,
            Dialect = OpenAi,
            Route = codec.Match(translated.Method, path) ?? throw new InvalidOperationException($"no route for {path}"),
            Method = HttpMethod.Parse(translated.Method),
            PathAndQuery = translated.Path,
            Headers = TranslatedHeaders.Of(Headers.Passing, translated.Headers),
            Body = body,
            Translation = new AnswerTranslation(
                translation, new AnswerContext($"chatcmpl-{Id.Value}", model.Upstream, now, translated.Wishes), translated.Streams, translated.Ignored),
            Caller = Caller,
            Model = model.Upstream,
            Wishes = Wishes,
            AttemptsBefore = AttemptsBefore,
            WaitedBefore = WaitedBefore,
            WaitHere = WaitHere,
            Fallback = Fallback,
        };
    }

    private static BodyEdit[] Edits(in BodyHead head, ModelName? model, BodyEdit? wish)
    {
        BodyEdit? name = head.Whole is { } whole && model is { } known && known.Upstream != head.Model ? BodyEdit.OfModel(whole, known.Upstream) : null;
        return (name, wish) switch
        {
            (null, null) => [],
            ({ } one, null) => [one],
            (null, { } one) => [one],
            ({ } first, { } second) => first.Span.Start < second.Span.Start ? [first, second] : [second, first],
        };
    }
}
