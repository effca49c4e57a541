using System.Runtime.CompilerServices;
using MultiplexCluster.Contracts.Endpoints;
using MultiplexCluster.Contracts.Identity;
using MultiplexCluster.Contracts.Requests;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Host.DataPlane.Unified.Aliases;
using MultiplexCluster.Providers.Codecs;
using MultiplexCluster.Providers.Relay;
using MultiplexCluster.Providers.Relay.Bodies;
using MultiplexCluster.Providers.Translation;
using MultiplexCluster.Providers.Translation.Models;

namespace MultiplexCluster.Host.DataPlane.Unified;

/// <summary>Takes in a request of the unified surface: the model says which provider gets it, and in which format.</summary>
internal sealed class UnifiedIntake(
    CallerBodies bodies, BodyTranslation translations, AccountObjects objects, IReadOnlyList<IProviderCodec> codecs, AliasTable aliases,
    PinnedTargets pins, TimeProvider time)
{
    private const int MostAliasesNamed = 20;
    private const int LongestShown = 64;

    /// <summary>The request, or what is wrong with it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<(RelayRequest? Request, IntakeFault? Fault)> TakeAsync(
        HttpContext context, string target, CallerHeaders headers, RequestId id, ICallerResponse caller)
    {
        var method = context.Request.Method;
        if (UnifiedTarget.TryRead(method, target, out var call) is { } fault)
        {
            return (null, new IntakeFault(fault));
        }

        var (body, bodyFault) = await bodies.ReadAsync(context, isUpload: false, caller);
        if (bodyFault is not null)
        {
            return (null, new IntakeFault(bodyFault));
        }

        var draft = new UnifiedDraft(call, HttpMethod.Parse(method), headers, id, body, caller) { Wishes = headers.Instructions.Wishes };
        RelayRequest? request = null;
        try
        {
            (request, var refused) = await ComposeAsync(draft);
            return (request, refused);
        }
        finally
        {
            // By an alias, the body may be needed for another model: the plan keeps it.
            if (request?.Fallback is null && request?.Body != body)
            {
                body?.Close();
            }
        }
    }

    private async ValueTask<(RelayRequest? Request, IntakeFault? Fault)> ComposeAsync(UnifiedDraft draft)
    {
        if (draft.Call.Operation == UnifiedOperation.StoredResponses)
        {
            return await UntranslatedAsync(draft, ProviderKind.OpenAi, default, null);
        }

        var head = draft.Body is null ? default : await BodyHead.ReadAsync(draft.Body, draft.Caller.Left);
        if (!head.IsObject)
        {
            return (null, new IntakeFault(NativeIntake.NotJson));
        }

        if (!head.NamesModel)
        {
            return (null, new IntakeFault(NativeIntake.NoModel));
        }

        draft = draft with { Wishes = SessionKeys.Complete(draft.Wishes, head, draft.Body) };
        if (aliases.Find(head.Model!) is { } targets)
        {
            var (fitting, fault) = await pins.FittingAsync(head.Model!, targets, draft.Wishes.Pinned, draft.Caller.Left);
            return fault is null ? await new AliasPlan(draft, head, fitting, ComposeAsync).FirstAsync() : (null, fault);
        }

        return ModelName.TryParse(head.Model, out var model) ? await ComposeAsync(draft, head, model) : (null, NoSuchModel(head.Model!));
    }

    private async ValueTask<(RelayRequest? Request, IntakeFault? Fault)> ComposeAsync(UnifiedDraft draft, BodyHead head, ModelName model)
    {
        return draft.Call.Operation switch
        {
            UnifiedOperation.ChatCompletions => await TranslatedAsync(draft, model, head, Translations.Chat(model.Provider)),
            UnifiedOperation.Embeddings => await TranslatedAsync(draft, model, head, Translations.Embeddings(model.Provider)),
            UnifiedOperation.Responses when model.Provider is ProviderKind.OpenAi or ProviderKind.Groq => await UntranslatedAsync(draft, model.Provider, head, model),
            UnifiedOperation.Responses => (null, IntakeFault.Invalid(
                $"{model.Provider.ToWireName()} has no Responses API; use /v1/chat/completions for its models.")),
            var unknown => throw new InvalidOperationException($"unknown operation {unknown}"),
        };
    }

    /// <summary>To a provider that speaks OpenAI's format: only the model's name changes.</summary>
    private async ValueTask<(RelayRequest? Request, IntakeFault? Fault)> UntranslatedAsync(
        UnifiedDraft draft, ProviderKind provider, BodyHead head, ModelName? model)
    {
        if (CodecOf(provider) is not { } codec || codec.Match(draft.Method.Method, draft.Call.Path) is not { } route)
        {
            return (null, IntakeFault.Invalid($"{provider.ToWireName()} has no {draft.Method} {draft.Call.Path}."));
        }

        var isPinned = draft.Headers.Instructions.Pinned is not null;
        var call = new CallTarget(route, draft.Call.Path, draft.Call.PathAndQuery, Pinned: null);
        var found = await objects.LookUpAsync(provider, call, head, isPinned, draft.Caller.Left);
        return (draft.ToRelay(codec, route, head, model, found), null);
    }

    private async ValueTask<(RelayRequest? Request, IntakeFault? Fault)> TranslatedAsync(
        UnifiedDraft draft, ModelName model, BodyHead head, ITranslation? translation)
    {
        if (translation is null)
        {
            return await UntranslatedAsync(draft, model.Provider, head, model);
        }

        var (result, kept) = await translations.TranslateAsync(draft.Body!, translation, model.Upstream, draft.Caller.Left);
        switch (result)
        {
            case RefusedRequest refused:
                return (null, new IntakeFault(new ServiceError(ServiceErrorCode.InvalidRequest, refused.Message), refused.Body()));
            case TranslatedRequest translated:
                var codec = CodecOf(model.Provider) ?? throw new InvalidOperationException($"no codec for {model.Provider}");
                return (draft.ToRelay(codec, translated, translation, model, kept!, time.GetUtcNow()), null);
            case var unknown:
                throw new InvalidOperationException($"unknown translation {unknown.GetType().Name}");
        }
    }

    // Nothing else of a caller's body is repeated to it: of a model's name, as much as tells which it was.
    private IntakeFault NoSuchModel(string model)
    {
        var shown = model.Length > LongestShown ? model[..LongestShown] + "…" : model;
        var names = aliases.Names;
        var there = names.Count == 0 ? "of which there is none" : $"of which there are {Listed.Of(names, MostAliasesNamed)}";
        return IntakeFault.Invalid($"The body's \"model\" must be {ModelName.Allowed}, or an alias, {there}; '{shown}' is neither. GET /v1/models lists all.");
    }

    private IProviderCodec? CodecOf(ProviderKind provider) => codecs.FirstOrDefault(codec => codec.Provider == provider);
}
