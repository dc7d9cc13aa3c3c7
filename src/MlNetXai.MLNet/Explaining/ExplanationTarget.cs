using System.Globalization;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

/// <summary>Which class of each row is explained, and after which of its steps.</summary>
/// <example>
/// <code>
/// IEstimator&lt;ITransformer&gt; pipeline = mlContext.MulticlassClassification.Trainers.Lstm(maxEpochs: 2)
///     .Append(mlContext.Transforms.Explain.Occlusion("Occlusion", target: ExplanationTarget.Predicted, options: new() { Windows = OcclusionWindows.StudyA(5), MeanDrop = true }))
///     .Append(mlContext.Transforms.Explain.Saliency("Derivative", target: ExplanationTarget.Label("Label")))
///     .Append(mlContext.Transforms.Explain.LearnedMask("Mask", target: ExplanationTarget.Class("V"), options: new() { Iterations = 20 }))
///     .Append(mlContext.Transforms.Explain.TemporalOutputScore("Prefixes"))
///     .Append(mlContext.Transforms.Explain.Method("input-derivative", "ByName", options: new SaliencyOptions { Score = ScoreKind.Probability }));
/// IDataView explained = pipeline.Fit(beats).Transform(beats);
/// float[] attribution = explained.GetColumn&lt;float[]&gt;("Occlusion").First();   // one value per step and channel
/// </code>
/// <code>
/// ExplainCatalog explain = mlContext.Transforms.Explain;
/// IEstimator&lt;ITransformer&gt; pipeline = explain.Saliency(network, "Each", target: ExplanationTarget.AllClasses)         // "Each.N", "Each.V", "Each.R"
///     .Append(explain.Saliency(network, "Two", target: ExplanationTarget.Classes("N", "V")))                       // "Two.N", "Two.V"
///     .Append(explain.Saliency(network, "Early", target: ExplanationTarget.Predicted.AtStep(5)))                   // what is most likely after steps 0 … 5
///     .Append(explain.Saliency(network, "EarlyV", target: ExplanationTarget.Class("V").AtStep(5)));
/// IDataView explained = pipeline.Fit(beats).Transform(beats);
/// float[] forV = explained.GetColumn&lt;float[]&gt;("Each.V").First();
/// </code>
/// </example>
public sealed record ExplanationTarget
{
    internal const string ClassesKind = "classes";
    private const string PredictedKind = "predicted", LabelKind = "label", ClassKind = "class";

    private ExplanationTarget(string kind, params string[]? names) => (Kind, Names) = (kind, names);

    /// <summary>The class with the largest score. Default.</summary>
    public static ExplanationTarget Predicted { get; } = new(PredictedKind, []);

    /// <summary>Every class of the model, each in a column of its own: "X.{class}" for the explainer's column X, in the model's order.</summary>
    /// <remarks>Behind a trainer the classes are known when it is fitted, and not before: an explainer there promises no columns. Name them (<see cref="Classes"/>) where a later step of the same chain
    /// reads one.</remarks>
    public static ExplanationTarget AllClasses { get; } = new(ClassesKind, null);

    /// <summary>"predicted", "label", "class" or "classes".</summary>
    internal string Kind { get; }

    /// <summary>Label column, class or classes; null: all classes.</summary>
    internal string[]? Names { get; }

    /// <summary>Last step read, from 0; null: all are.</summary>
    internal int? Step { get; private init; }

    /// <summary>The class that a column names: text, or a key whose values are class names.</summary>
    /// <param name="columnName">The column. Default "Label".</param>
    public static ExplanationTarget Label(string columnName = "Label")
    {
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        return new(LabelKind, columnName);
    }

    /// <summary>The same class for every row.</summary>
    /// <param name="className">One of the model's classes.</param>
    public static ExplanationTarget Class(string className)
    {
        ArgumentException.ThrowIfNullOrEmpty(className);
        return new(ClassKind, className);
    }

    /// <summary>Some classes, each in a column of its own: "X.{class}" for the explainer's column X.</summary>
    /// <param name="classNames">Classes of the model, at least one, each once.</param>
    public static ExplanationTarget Classes(params string[] classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        Require.AtLeast(classNames.Length, 1, nameof(classNames));
        foreach (string name in classNames)
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(classNames));
        return classNames.Distinct(StringComparer.Ordinal).Count() == classNames.Length
            ? new(ClassesKind, [.. classNames])
            : throw new ArgumentException($"The classes {string.Join(", ", classNames)} are not all different; name each once.", nameof(classNames));
    }

    /// <summary>The score after the steps 0 … <paramref name="step"/> alone, as if the row ended there; later steps get exactly 0.</summary>
    /// <remarks>For networks that read a row step by step (<see cref="Network.HasPrefixLogits"/>): the result is that of the row cut behind the step, to the bit. With <see cref="Predicted"/> the class
    /// is that of the largest score at that step.</remarks>
    /// <param name="step">Last step read, from 0.</param>
    public ExplanationTarget AtStep(int step) => this with { Step = Require.AtLeast(step, 0) };

    /// <summary>Whether both ask for the same.</summary>
    public bool Equals(ExplanationTarget? other) =>
        other is not null && Kind == other.Kind && Step == other.Step && (Names is null ? other.Names is null : other.Names is not null && Names.AsSpan().SequenceEqual(other.Names));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Names is { Length: > 0 } ? Names[0] : "", Step);

    /// <summary>Text for messages: "predicted class", "label column 'Label'", "class 'V'", "all classes", "predicted class after step 5".</summary>
    public override string ToString()
    {
        string which = Kind switch
        {
            LabelKind => $"label column '{Names![0]}'",
            ClassKind => $"class '{Names![0]}'",
            ClassesKind => Names is null ? "all classes" : $"classes {string.Join(", ", Names.Select(name => $"'{name}'"))}",
            _ => "predicted class",
        };
        return Step is { } step ? string.Create(CultureInfo.InvariantCulture, $"{which} after step {step}") : which;
    }

    /// <summary>The target of those parts, as a file holds them.</summary>
    /// <exception cref="ArgumentException">They are no target.</exception>
    internal static ExplanationTarget Of(string kind, string[]? names, int? step)
    {
        ExplanationTarget target = (kind, names) switch
        {
            (PredictedKind, null or []) => Predicted,
            (LabelKind, [var column]) => Label(column),
            (ClassKind, [var name]) => Class(name),
            (ClassesKind, null) => AllClasses,
            (ClassesKind, _) => Classes(names!),
            _ => throw new ArgumentException($"'{kind}' with {names?.Length ?? 0} names is no target of an explanation.", nameof(kind)),
        };
        return step is { } last ? target.AtStep(last) : target;
    }

    /// <summary>The label column's name, or null where none is read.</summary>
    internal string? LabelColumn => Kind == LabelKind ? Names![0] : null;

    /// <summary>Whether it is one class, the same for every row.</summary>
    internal bool IsOneClass => Kind == ClassKind;

    /// <summary>Whether each class has a column of its own.</summary>
    internal bool IsPerClass => Kind == ClassesKind;

    /// <summary>The same steps, of one class.</summary>
    internal ExplanationTarget Of(string className) => Class(className) with { Step = Step };

    /// <summary>The columns made, each with its own target; null where the classes are not known.</summary>
    /// <param name="name">Name of the explainer's column.</param>
    /// <param name="classes">Classes of the model, or null: not known yet.</param>
    internal IReadOnlyList<(string Column, ExplanationTarget Target)>? Columns(string name, IReadOnlyList<string>? classes) =>
        !IsPerClass ? [(name, this)] : (Names ?? classes) is { } explained ? [.. explained.Select(one => ($"{name}.{one}", Of(one)))] : null;

    /// <summary>Rows of which only the steps that the target reads hold data.</summary>
    /// <param name="rows">Whole rows, <c>[row, step, channel]</c>.</param>
    internal Batch Read(Batch rows) => Step is not { } step ? rows
        : new(rows.Rows, rows.Steps, rows.Channels, rows.Values.ToArray(), Enumerable.Repeat(step + 1, rows.Rows).ToArray());

    /// <summary>Throws unless a model can be explained so.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such class or step.</exception>
    /// <exception cref="MissingCapabilityException">The model does not read rows step by step.</exception>
    internal void RequireFits(ILogits model)
    {
        foreach (string name in Kind is ClassKind or ClassesKind ? Names ?? [] : [])
            _ = IndexOf(name, model);
        if (Step is not { } step)
            return;
        if (model is not Network { HasPrefixLogits: true })
        {
            throw new MissingCapabilityException(
                model.Name,
                "ExplanationTarget.AtStep",
                "a score after a part of a row's steps, because it does not read them one after the other (a convolution, a mean over time and a backward pass look at later steps; of a black box it is not known)",
                "a recurrent network that reads forwards only, or the target without AtStep");
        }

        if (step >= model.InputShape.Steps)
            throw new ArgumentOutOfRangeException("target", step, $"Step {step} is none of '{model.Name}', whose rows have the steps 0 … {model.InputShape.Steps - 1}. Give one of these to AtStep.");
    }

    /// <summary>Index of the class that a label names.</summary>
    /// <param name="model">Gives the classes.</param>
    /// <param name="label">Value of the label column.</param>
    /// <param name="position">Row, for the message.</param>
    /// <exception cref="ColumnValueException">The label is no class of the model.</exception>
    internal int ClassOf(ILogits model, string label, long position)
    {
        for (int c = 0; c < model.Classes.Count; c++)
        {
            if (model.Classes[c] == label)
                return c;
        }

        throw new ColumnValueException(
            LabelColumn!,
            position,
            $"the label is {(label.Length == 0 ? "missing" : $"'{label}'")}; it must be one of {string.Join(", ", model.Classes)}, the classes of '{model.Name}'. Leave the row out, or take the predicted class.");
    }

    /// <summary>Index of the fixed class, or null where it differs by row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such class.</exception>
    internal int? FixedClass(ILogits model) => IsOneClass ? IndexOf(Names![0], model) : null;

    private static int IndexOf(string name, ILogits model) => model.Classes.ToList().IndexOf(name) is >= 0 and int index
        ? index
        : throw new ArgumentOutOfRangeException("target", $"'{name}' is not a class of '{model.Name}'. Explain one of {string.Join(", ", model.Classes.Select(one => $"'{one}'"))}.");
}
