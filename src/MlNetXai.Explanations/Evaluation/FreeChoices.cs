using MlNetXai.Networks;

namespace MlNetXai.Explanations.Evaluation;

/// <summary>One free choice of a method: how far the maps of its variants agree.</summary>
/// <param name="Choice">Name of the choice, e.g. "baseline".</param>
/// <param name="Default">Name of the variant that the options given have.</param>
/// <param name="Variants">Names of all variants, the default among them.</param>
/// <param name="Pairs">Agreement of every pair of variants: (0, 1), (0, 2), … (1, 2), ….</param>
public sealed record ChoiceAgreement(string Choice, string Default, IReadOnlyList<string> Variants, IReadOnlyList<PairAgreement> Pairs)
{
    /// <summary>Agreement of every other variant with the default, in the order of <see cref="Variants"/>; the default is the first of each pair.</summary>
    public IReadOnlyList<PairAgreement> AgainstDefault =>
    [
        .. Pairs.Where(pair => pair.First == Default || pair.Second == Default)
            .Select(pair => pair.First == Default ? pair : pair with { First = pair.Second, Second = pair.First }),
    ];
}

/// <summary>Whether an explanation hangs on what its paper leaves open: the same rows explained with each answer to each choice, and the maps compared.</summary>
/// <remarks>One choice varies at a time, all other settings stay as given. Agreement near 1: the choice does not matter; a low one: name the choice wherever the map is shown. Variants whose
/// settings mean the same are explained once. Definitions: docs/evaluation.md, "Free choices".</remarks>
public sealed class FreeChoices(AgreementOptions? options = null)
{
    private readonly Agreement _agreement = new(options);

    /// <summary>Explains the rows with every variant of a method's choices.</summary>
    /// <param name="method">The method, as <see cref="MethodDescription.Choices"/> says what is free.</param>
    /// <param name="options">Its options record; null: its defaults.</param>
    /// <param name="data">The network, and training rows for the baselines that are their means.</param>
    /// <param name="batch">Rows to explain, <c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="progress">Hears of variants done, or null.</param>
    /// <param name="cancellation">Stops between blocks of work.</param>
    /// <returns>One result per choice with two variants or more; none where the method has no free choice.</returns>
    /// <exception cref="MissingCapabilityException">The network does not give what the method needs.</exception>
    /// <exception cref="ArgumentException">The options are those of another method, or the method gives no attribution of rows.</exception>
    /// <exception cref="ShapeException">The batch does not fit the network, or the targets the batch.</exception>
    /// <exception cref="MlNetXaiException">A score or an attribution is NaN or infinite.</exception>
    public IReadOnlyList<ChoiceAgreement> Measure(
        MethodDescription method,
        object? options,
        ChoiceData data,
        Batch batch,
        ReadOnlySpan<int> targets,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        object given = options ?? method.DefaultOptions;
        int[] classes = targets.ToArray();
        Dictionary<string, Batch> maps = new(StringComparer.Ordinal);
        (string Choice, List<MethodVariant> Variants, string Default)[] choices = [.. method.Choices.Select(choice => Complete(choice, given, data)).Where(choice => choice.Variants.Count > 1)];
        int total = choices.SelectMany(choice => choice.Variants).Select(variant => MethodChoice.Key(variant.Options)).Distinct(StringComparer.Ordinal).Count();
        return [.. choices.Select(choice => new ChoiceAgreement(
            choice.Choice,
            choice.Default,
            [.. choice.Variants.Select(variant => variant.Name)],
            _agreement.Measure([.. choice.Variants.Select(variant => new SalienceMap(variant.Name, MapOf(variant)))])))];

        Batch MapOf(MethodVariant variant)
        {
            string key = MethodChoice.Key(variant.Options);
            if (!maps.TryGetValue(key, out Batch? map))
            {
                maps[key] = map = method.Create(variant.Options).Explain(data.Network, batch, classes, null, cancellation).Values;
                progress?.Report(new($"free choices of {method.Name}", maps.Count, total));
            }

            return map;
        }
    }

    /// <summary>Variants of a choice with the one given among them: where none of the usual answers is it, it stands first.</summary>
    private static (string Choice, List<MethodVariant> Variants, string Default) Complete(MethodChoice choice, object given, ChoiceData data)
    {
        string key = MethodChoice.Key(given);
        List<MethodVariant> variants = [.. choice.Variants(given, data)];
        if (variants.Find(variant => MethodChoice.Key(variant.Options) == key) is { } same)
            return (choice.Name, variants, same.Name);
        return (choice.Name, [new("as given", given), .. variants], "as given");
    }
}
