using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="ClassModel"/>.</summary>
public sealed record ClassModelOptions
{
    /// <summary>Learning rate η, above 0. Default 0.1.</summary>
    public double LearningRate { get; init => field = Require.Finite(Require.Above(value, 0)); } = 0.1;

    /// <summary>Weight λ of the squared size ‖I‖², at least 0. Default 0.01.</summary>
    public double Lambda { get; init => field = Require.Finite(Require.AtLeast(value, 0)); } = 0.01;

    /// <summary>Steps at most, at least 1. Default 500.</summary>
    public int Steps { get; init => field = Require.AtLeast(value, 1); } = 500;

    /// <summary>A class is done when a step changes its row by less than this share of its size; 0: never before the last step. At least 0, default 1e-5.</summary>
    public double Tolerance { get; init => field = Require.Finite(Require.AtLeast(value, 0)); } = 1e-5;

    /// <summary>Channels that keep their 0, e.g. masks that say whether a value was measured. Default none.</summary>
    public IReadOnlyList<int> FixedChannels { get; init; } = [];
}

/// <summary>Rows that a network takes for its classes.</summary>
public sealed record ClassModels
{
    /// <summary>A row for each class, <c>[class, step, channel]</c>, in the order asked for.</summary>
    public required Batch Values { get; init; }

    /// <summary>The classes, by number.</summary>
    public required IReadOnlyList<int> Classes { get; init; }

    /// <summary>Logit of the class at its row, <c>[class]</c>.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>Steps taken, <c>[class]</c>.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>Largest |value| of the last step's change relative to the row's size, ‖ΔI‖/‖I‖, <c>[class]</c>.</summary>
    public required IReadOnlyList<double> LastChanges { get; init; }
}

/// <summary>Class-model visualisation: the row of bounded size that a class's logit likes best, found by gradient ascent from 0.</summary>
/// <remarks>argmax over I of s_c(I) − λ‖I‖²: I ← I + η(∂s_c/∂I − 2λI). A result of its own, one row for each class: it says what the network took from training, not why it decided on a row. Study D
/// adds the training mean to it. Source: Simonyan, Vedaldi and Zisserman 2013, arXiv:1312.6034, section 2; η, λ and steps are ours.</remarks>
public sealed class ClassModel(ClassModelOptions? options = null) : IDescribedMethod
{
    private readonly ClassModelOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "class-model",
        Title = "Class model",
        Summary = "The row of bounded size with the largest logit of a class, by gradient ascent.",
        Type = typeof(ClassModel),
        Needs = typeof(IInputGradient),
        Cost = "500 (F + B) for each class, none per row",
        Passes = 0,
        Source = "Simonyan et al. 2013, arXiv:1312.6034; study D",
        DefaultOptions = new ClassModelOptions(),
        Remark = "A result of its own, one row for each class.",
    };

    /// <summary>Finds a row for each class.</summary>
    /// <param name="model">The model.</param>
    /// <param name="classes">Classes by number; null: all.</param>
    /// <param name="progress">Hears of steps, or null.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ShapeException">There is no such class or channel.</exception>
    /// <exception cref="MlNetXaiException">A score or gradient is NaN or infinite; the class is named.</exception>
    public ClassModels Explain(IInputGradient model, IReadOnlyList<int>? classes = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        int[] targets = [.. classes ?? [.. Enumerable.Range(0, model.Classes.Count)]];
        Batch rows = new(targets.Length, model.InputShape.Steps, model.InputShape.Channels);
        TargetScores.RequireRows(model, rows, targets, Description.Name);
        foreach (int channel in _options.FixedChannels)
        {
            if ((uint)channel >= (uint)rows.Channels)
                throw new ShapeException($"Fixed channel {channel} is not one of the {rows.Channels} channels of '{model.Name}' (0 … {rows.Channels - 1}).");
        }

        // Kept in double: 500 steps would lose the last digits of their changes.
        double[][] values = [.. targets.Select(_ => new double[rows.Shape.Length])];
        int[] steps = new int[targets.Length];
        double[] changes = new double[targets.Length];
        int[] rest = [.. Enumerable.Range(0, targets.Length)];
        for (int step = 1; step <= _options.Steps && rest.Length > 0; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Batch points = rows.Gather(rest), gradient = points.Blank();
            float[] scores = new float[rest.Length];
            model.InputGradient(points, [.. rest.Select(index => targets[index])], ScoreKind.Logit, scores, gradient.Values);
            for (int i = 0; i < rest.Length; i++)
            {
                TargetScores.RequireFinite(scores[i], Description.Name, rest[i]);
                steps[rest[i]] = step;
                changes[rest[i]] = Ascend(values[rest[i]], gradient.Row(i), rows.Channels, rows.Row(rest[i]));
            }

            rest = [.. rest.Where(index => changes[index] >= _options.Tolerance)];
            progress?.Report(new($"explain {Description.Name}", step, _options.Steps));
        }

        return new()
        {
            Values = rows,
            Classes = targets,
            Scores = TargetScores.Of(model, rows, targets, ScoreKind.Logit, Description.Name),
            Steps = steps,
            LastChanges = changes,
        };
    }

    /// <summary>Plain twin: one class in double, all steps.</summary>
    internal static double[] Reference(ReferenceNetwork model, int target, double rate, double lambda, int steps)
    {
        double[] row = new double[model.Network.InputShape.Length];
        for (int step = 0; step < steps; step++)
        {
            double[] gradient = model.InputGradient(row, target).Gradient;
            row = [.. row.Zip(gradient, (value, g) => value + (rate * (g - (2 * lambda * value))))];
        }

        return row;
    }

    // One step, and ‖ΔI‖/‖I‖.
    private double Ascend(double[] row, ReadOnlySpan<float> gradient, int channels, Span<float> rounded)
    {
        double changed = 0, size = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double change = _options.FixedChannels.Contains(i % channels) ? 0 : _options.LearningRate * (gradient[i] - (2 * _options.Lambda * row[i]));
            row[i] += change;
            rounded[i] = (float)row[i];
            changed += change * change;
            size += row[i] * row[i];
        }

        return size == 0 ? 0 : Math.Sqrt(changed / size);
    }
}
