using System.Globalization;
using MultiplexCluster.Contracts.Administration;
using MultiplexCluster.Contracts.Protocol;
using MultiplexCluster.Core.Aliases;
using MultiplexCluster.Core.Routing;
using MultiplexCluster.Host.Admin.Bodies;
using MultiplexCluster.Host.Admin.Endpoints;
using MultiplexCluster.Host.Admin.Json;
using MultiplexCluster.Host.Admin.Problems;

namespace MultiplexCluster.Host.Admin.Aliases;

/// <summary>The calls on aliases.</summary>
internal sealed class AliasHandlers(IAliasAdministration administration, TimeProvider time)
{
    private const int MostNamed = 20;

    public IResult List() => Results.Json(
        new AliasListBody([.. administration.Current.OrderBy(alias => alias.Name, StringComparer.Ordinal).Select(AliasBody.Of)]),
        AdminJson.Answers.AliasListBody);

    public IResult Show(string name) =>
        administration.Current.FirstOrDefault(alias => alias.Name == name) is { } found ? Answer(found, 200) : NotFound(name);

    public async Task<IResult> SetAsync(string name, HttpContext http, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.ReadObjectAsync(http.Request, ct);
        if (problem is not null)
        {
            return problem;
        }

        var errors = new FieldErrors();
        if (AliasDraft.Read(name, body, errors, time.GetUtcNow()) is not { } alias)
        {
            return Problem.Invalid(errors.All);
        }

        return await administration.StoreAsync(alias, ct) switch
        {
            AliasStored { IsNew: true } made => new LocatedResult(Answer(made.Alias, 201), $"/admin/aliases/{name}"),
            AliasStored changed => Answer(changed.Alias, 200),
            AliasRefused refused => Problem.Invalid(new Dictionary<string, string> { [FieldOf(refused)] = Why(refused, name) }),
            AliasesUnavailable => Problem.StoreUnavailable(),
            var unknown => throw new InvalidOperationException($"unknown answer {unknown.GetType().Name}"),
        };
    }

    public async Task<IResult> DeleteAsync(string name, CancellationToken ct) => await administration.DeleteAsync(name, ct) switch
    {
        AliasDeleted => Results.NoContent(),
        AliasNotFound => NotFound(name),
        AliasInUse used => Problem.Of(409, "alias_in_use", $"The alias '{used.By}' names it; change that first."),
        AliasesUnavailable => Problem.StoreUnavailable(),
        var unknown => throw new InvalidOperationException($"unknown answer {unknown.GetType().Name}"),
    };

    private static IResult Answer(Alias alias, int status) =>
        Results.Json(AliasBody.Of(alias), AdminJson.Answers.AliasBody, statusCode: status);

    private IResult NotFound(string name)
    {
        var names = administration.Current.Select(alias => alias.Name).Order(StringComparer.Ordinal).ToList();
        var there = names.Count == 0 ? "; there is none" : $"; there are {Listed.Of(names, MostNamed)}";
        return Problem.Of(404, "alias_not_found", $"There is no alias {JsonText.Quoted(name)}{there}.");
    }

    private static string FieldOf(AliasRefused refused) => refused.Fault is AliasFault.TooManyAliases ? "name" : "targets";

    private static string Why(AliasRefused refused, string name) => refused.Fault switch
    {
        AliasFault.NamesNothing => $"there is no alias '{refused.Subject}'; a target is {AliasRules.AllowedTarget}",
        AliasFault.Loops => $"'{refused.Subject}' leads back to '{name}'",
        AliasFault.TooManyModels => string.Create(
            CultureInfo.InvariantCulture, $"an alias must come to at most {AliasRules.MostModels} models by way of others; this or one that names it would exceed that"),
        AliasFault.TooManyAliases => string.Create(
            CultureInfo.InvariantCulture, $"there are {AliasRules.MostAliases:N0} aliases already, the most there may be"),
        _ => throw new InvalidOperationException($"unknown fault {refused.Fault}"),
    };
}
