using System.Globalization;
using System.Text.Json;
using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>A method's options by name, one answer to a <see cref="MethodChoice"/>.</summary>
/// <param name="Name">The answer, e.g. "50", "class-mean".</param>
/// <param name="Options">The method's options record with that answer.</param>
public sealed record MethodVariant(string Name, object Options);

/// <summary>What variants may depend on beside the method's options.</summary>
/// <param name="Network">The network to explain: its layers.</param>
/// <param name="Training">Rows of the training part, <c>[row, step, channel]</c>, for baselines and backgrounds; null: variants that need them are left out.</param>
/// <param name="TrainingLabels">Class of each training row, <c>[row]</c>; null: class means are left out.</param>
public sealed record ChoiceData(Network Network, Batch? Training = null, IReadOnlyList<int>? TrainingLabels = null);

/// <summary>A setting that a method's paper leaves open, with usual answers: does the explanation hang on it?</summary>
/// <remarks>Compared by <see cref="Evaluation.FreeChoices"/>. Which method has which: docs/evaluation.md, "Free choices".</remarks>
public sealed class MethodChoice
{
    private readonly Func<object, ChoiceData, IEnumerable<MethodVariant>> _variants;

    private MethodChoice(string name, Func<object, ChoiceData, IEnumerable<MethodVariant>> variants) => (Name, _variants) = (name, variants);

    /// <summary>Name of the setting in tables, e.g. "baseline", "steps".</summary>
    public string Name { get; }

    /// <summary>The method's options with each answer; none where the data allow none.</summary>
    /// <param name="options">The method's options record; all other settings stay as they are there.</param>
    /// <param name="data">Network and training rows.</param>
    /// <exception cref="ArgumentException">The options are those of another method.</exception>
    public IReadOnlyList<MethodVariant> Variants(object options, ChoiceData data) => [.. _variants(options, data)];

    /// <summary>Values of one setting.</summary>
    /// <param name="name">Name of the setting.</param>
    /// <param name="values">Its values, named by their text.</param>
    /// <param name="with">Puts a value into the options.</param>
    internal static MethodChoice Of<TOptions, TValue>(string name, IReadOnlyList<TValue> values, Func<TOptions, TValue, TOptions> with)
        where TOptions : class
        where TValue : notnull =>
        Of(name, _ => values.Select(value => (Text(value), value)), with);

    /// <summary>Values that depend on network and training rows, by name.</summary>
    internal static MethodChoice Of<TOptions, TValue>(string name, Func<ChoiceData, IEnumerable<(string Name, TValue Value)>> values, Func<TOptions, TValue, TOptions> with)
        where TOptions : class => new(name, (options, data) => options is TOptions own
            ? values(data).Select(value => new MethodVariant(value.Name, with(own, value.Value)))
            : throw new ArgumentException($"The options are {options.GetType().Name}, but this choice is one of {typeof(TOptions).Name}.", nameof(options)));

    /// <summary>Logit or probability.</summary>
    internal static MethodChoice Score<TOptions>(Func<TOptions, ScoreKind, TOptions> with)
        where TOptions : class => Of("score", [ScoreKind.Logit, ScoreKind.Probability], with);

    /// <summary>What stands for absent values: zero, means of the training part, of the row, of a step's surroundings.</summary>
    internal static MethodChoice Baseline<TOptions>(Func<TOptions, Baseline, TOptions> with)
        where TOptions : class => Of("baseline", Baselines, with);

    /// <summary>Seeds of what is drawn: how much of a map is noise of the method.</summary>
    internal static MethodChoice Seed<TOptions>(Func<TOptions, ulong, TOptions> with)
        where TOptions : class => Of("seed", [0UL, 1UL, 2UL], with);

    /// <summary>Settings as text, equal for options that mean the same.</summary>
    internal static string Key(object options) => JsonSerializer.Serialize(options, options.GetType());

    private static IEnumerable<(string, Baseline)> Baselines(ChoiceData data)
    {
        yield return ("zero", Explanations.Baseline.Zero);
        yield return ("row-mean", Explanations.Baseline.RowMean);
        yield return ("moving-average", Explanations.Baseline.MovingAverage(Surroundings(data.Network.InputShape.Steps)));
        if (data.Training is not { } training)
            yield break;
        yield return ("training-mean", Explanations.Baseline.TrainingMean(training));
        yield return ("training-mean-row", Explanations.Baseline.TrainingMeanRow(training));
        int classes = data.Network.Classes.Count;
        if (data.TrainingLabels is { } labels && Enumerable.Range(0, classes).All(labels.Contains))
            yield return ("class-mean", Explanations.Baseline.ClassMean(training, [.. labels], classes));
    }

    // As runs take it where no width is given: longer than the QRS complex of a beat at 360 Hz, shorter than its T wave.
    private static int Surroundings(int steps) => Math.Min(25, ((steps - 1) / 2 * 2) + 1);

    private static string Text(object value) => value switch
    {
        Enum name => JsonNamingPolicy.KebabCaseLower.ConvertName(name.ToString()),
        bool flag => flag ? "yes" : "no",
        Segmentation segments => segments.Name,
        Methods.OcclusionWindows windows => windows.Name,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
