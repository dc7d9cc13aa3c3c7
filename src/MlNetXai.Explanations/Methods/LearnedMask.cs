using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="LearnedMask"/>; the defaults are study A's.</summary>
public sealed record LearnedMaskOptions
{
    /// <summary>λ1, weight of Σ|1 − m|, at least 0. The paper varies it from 1e-4 to 1 without saying which it used. Default 0.01.</summary>
    public double Lambda1 { get; init => field = Require.Finite(Require.AtLeast(value, 0)); } = 0.01;

    /// <summary>λ2, weight of the total variation over time, at least 0. Default 0.001.</summary>
    public double Lambda2 { get; init => field = Require.Finite(Require.AtLeast(value, 0)); } = 0.001;

    /// <summary>What a masked value fades to (k of the paper). Default 0.</summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>Learning rate of Adam, above 0: an element moves by about this much per iteration at most. Default 0.001.</summary>
    public double LearningRate { get; init => field = Require.Finite(Require.Above(value, 0)); } = 0.001;

    /// <summary>Iterations, at least 1. Default 500.</summary>
    public int Iterations { get; init => field = Require.AtLeast(value, 1); } = 500;

    /// <summary>Score that the mask lowers. Default logit, which has no lower bound: the probability keeps closer to the data.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>Largest shift of the input in steps, at least 0: each iteration explains the row shifted by j ~ U{−Jitter … Jitter}, edge values repeated. Default 0.</summary>
    public int Jitter { get; init => field = Require.AtLeast(value, 0); }

    /// <summary>Seed of the shifts; without meaning when <see cref="Jitter"/> is 0. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>How far an element can move in all iterations, about: iterations × learning rate.</summary>
    public double Reach => Iterations * LearningRate;
}

/// <summary>Learned mask: the smallest, smoothest fading of the input that lowers the target's score most.</summary>
/// <remarks>φ(x; m) = m ⊙ x + k(1 − m); minimises J = λ1 Σ|1 − m| + λ2 Σ|m[t+1] − m[t]| + s_c(φ(x; m)) over m ∈ [0, 1] with Adam (β 0.9 and 0.999, ε 1e-8) from m = 1, clamped
/// after every step. J is summed over rows, so each row has its own optimisation; 500 forward and backward passes. With the paper's 500 iterations at 0.001 an element ends at
/// about 0.5 at the lowest: the mask is half a deletion, which scaling to 0–1 hides (diagnostic "mask-minimum").
/// Source: study A, section 3.3, after Fong and Vedaldi 2017, arXiv:1704.03296; no published code, our reading: docs/methods/study-a.md.</remarks>
public sealed class LearnedMask(LearnedMaskOptions? options = null) : IExplanationMethod<IInputGradient>, IDescribedMethod
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly LearnedMaskOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "learned-mask",
        Title = "Learned mask",
        Summary = "1 − m of the smallest, smoothest fading m of the input that lowers the target's score most.",
        Type = typeof(LearnedMask),
        Needs = typeof(IInputGradient),
        Cost = "500 (F + B)",
        Passes = 1_000,
        Source = "study A §3.3; Fong and Vedaldi 2017, arXiv:1704.03296",
        DefaultOptions = new LearnedMaskOptions(),
        Choices =
        [
            MethodChoice.Of("learning-rate", [0.001, 0.01, 0.1], (LearnedMaskOptions options, double rate) => options with { LearningRate = rate }),
            MethodChoice.Of("iterations", [100, 500, 1000], (LearnedMaskOptions options, int iterations) => options with { Iterations = iterations }),
            MethodChoice.Of("lambda1", [1e-4, 1e-3, 1e-2, 1e-1, 1], (LearnedMaskOptions options, double weight) => options with { Lambda1 = weight }),
            MethodChoice.Of("lambda2", [0, 1e-3, 1e-2, 1e-1], (LearnedMaskOptions options, double weight) => options with { Lambda2 = weight }),
            MethodChoice.Of("jitter", [0, 5], (LearnedMaskOptions options, int jitter) => options with { Jitter = jitter }),
            MethodChoice.Baseline<LearnedMaskOptions>((options, baseline) => options with { Baseline = baseline }),
            MethodChoice.Score<LearnedMaskOptions>((options, score) => options with { Score = score }),
        ],
        Remark = "500 iterations at 0.001 move an element by about 0.5 at most.",
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <summary>Rows optimised together; the result does not depend on it.</summary>
    internal int BlockRows { get; init; } = 256;

    /// <remarks>Shifts of the jitter option are keyed by the rows' values: <see cref="RowKeys.Of"/>.</remarks>
    /// <inheritdoc cref="Explain(IInputGradient, Batch, ReadOnlySpan{int}, ReadOnlySpan{uint}, IProgress{ProgressReport}?, CancellationToken)"/>
    public Attribution Explain(
        IInputGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
        Explain(model, batch, targets, RowKeys.Of(batch), progress, cancellation);

    /// <summary>Learns one mask per row, all rows of a block in one optimisation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch"><c>[row, step, channel]</c>; the result of a row does not depend on the others.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="rowKeys">Names of the rows for the jitter option, <c>[row]</c>: the same key draws the same shifts in any batch.</param>
    /// <param name="progress">Hears of progress in iterations × rows, or null.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <returns>1 − m, in [0, 1], <c>[row, step, channel]</c>. Diagnostics per row: "mask-minimum" (of the raw m), "mask-area" (Σ(1 − m)/TD), "objective" (J at the end),
    /// "score-before", "score-after" (of x and φ(x; m)), "last-step" (largest |Δm| of the last iteration).</returns>
    /// <exception cref="ShapeException">The batch does not fit the model, or the targets or keys the batch.</exception>
    /// <exception cref="MlNetXaiException">A score or gradient is NaN or infinite; the row is named.</exception>
    public Attribution Explain(
        IInputGradient model,
        Batch batch,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<uint> rowKeys,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        Require.Length(rowKeys, batch.Rows);
        Batch replacement = _options.Baseline.For(batch, targets);
        Batch salience = batch.Blank();
        Diagnostics diagnostics = new(batch.Rows);
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            int rows = Math.Min(BlockRows, batch.Rows - start);
            Block block = new(
                start, batch.Slice(start, rows), replacement.Slice(start, rows), targets.Slice(start, rows).ToArray(), rowKeys.Slice(start, rows).ToArray());
            Learn(
                model,
                block,
                iterations => progress?.Report(
                    new($"explain {Name}", ((long)start * _options.Iterations) + ((long)rows * iterations), (long)batch.Rows * _options.Iterations)),
                cancellation);
            Finish(model, block, salience.Slice(start, rows), diagnostics);
        }

        string[] reach = _options.Reach < 1
            ? [$"{_options.Iterations} iterations at a learning rate of {_options.LearningRate} move a mask element by about {_options.Reach} at most, so values are "
                + "faded and not deleted; scaling to 0–1 hides that. Raise the learning rate to reach 0."]
            : [];
        return new()
        {
            Method = Name,
            Values = salience,
            Targets = targets.ToArray(),
            Score = _options.Score,
            Diagnostics = diagnostics.ByName,
            Notes = [.. reach, .. Saturation.Notes(diagnostics.Before, _options.Score)],
        };
    }

    /// <summary>Plain twin: one row in double; the mask m after every iteration.</summary>
    internal static double[][] Reference(ReferenceNetwork model, double[] row, double[] replacement, int target, LearnedMaskOptions options)
    {
        int channels = model.Network.InputShape.Channels;
        double[] mask = [.. row.Select(_ => 1.0)], first = new double[row.Length], second = new double[row.Length];
        double[][] masks = new double[options.Iterations][];
        for (int iteration = 1; iteration <= options.Iterations; iteration++)
        {
            double[] old = [.. mask], faded = [.. mask.Select((m, i) => (m * row[i]) + (replacement[i] * (1 - m)))];
            double[] gradient = model.InputGradient(faded, target, options.Score).Gradient;
            for (int i = 0; i < mask.Length; i++)
            {
                int variation = (i < channels ? 0 : Math.Sign(old[i] - old[i - channels])) - (i + channels < old.Length ? Math.Sign(old[i + channels] - old[i]) : 0);
                double g = ((row[i] - replacement[i]) * gradient[i]) - (options.Lambda1 * Math.Sign(1 - old[i])) + (options.Lambda2 * variation);
                first[i] = (Beta1 * first[i]) + ((1 - Beta1) * g);
                second[i] = (Beta2 * second[i]) + ((1 - Beta2) * g * g);
                double step = first[i] / (1 - Math.Pow(Beta1, iteration)) / (Math.Sqrt(second[i] / (1 - Math.Pow(Beta2, iteration))) + Epsilon);
                mask[i] = Math.Clamp(old[i] - (options.LearningRate * step), 0, 1);
            }

            masks[iteration - 1] = [.. mask];
        }

        return masks;
    }

    private void Learn(IInputGradient model, Block block, Action<int> report, CancellationToken cancellation)
    {
        int length = block.Rows.Values.Length;
        double[] first = new double[length], second = new double[length];
        float[] gradient = new float[length], scores = new float[block.Rows.Rows];
        Batch faded = block.Rows.Blank();
        Philox shifts = new(_options.Seed, "mask jitter");
        double correction1 = 1, correction2 = 1;
        for (int iteration = 0; iteration < _options.Iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            correction1 *= Beta1;
            correction2 *= Beta2;
            for (int row = 0; row < block.Rows.Rows; row++)
                block.Fade(row, Shift(shifts, block.Keys[row], iteration), faded.Row(row));
            model.InputGradient(faded, block.Targets, _options.Score, scores, gradient);
            for (int row = 0; row < block.Rows.Rows; row++)
            {
                int start = row * block.Rows.Shape.Length;
                Span<float> rowGradient = gradient.AsSpan(start, block.Rows.LengthOf(row) * block.Rows.Channels);
                TargetScores.RequireFinite(scores[row], Name, block.First + row);
                RequireFinite(rowGradient, block.First + row);
                block.Unshift(Shift(shifts, block.Keys[row], iteration), rowGradient);
                block.LastStep[row] = Step(
                    block, row, rowGradient, first.AsSpan(start, rowGradient.Length), second.AsSpan(start, rowGradient.Length), 1 - correction1, 1 - correction2);
            }

            report(iteration + 1);
        }
    }

    /// <summary>One step of Adam on one row's mask, clamped; gives the largest change.</summary>
    private double Step(
        Block block, int row, ReadOnlySpan<float> gradient, Span<double> first, Span<double> second, double correction1, double correction2)
    {
        ReadOnlySpan<float> x = block.Rows.Row(row), k = block.Replacement.Row(row);
        Span<double> mask = block.MaskOf(row);
        int channels = block.Rows.Channels;
        double largest = 0;

        // The step of element i must not be seen by its later neighbours: their old values are kept in a ring of one step.
        Span<double> old = block.Old;
        for (int i = 0; i < mask.Length; i++)
        {
            int channel = i % channels;
            double m = mask[i];
            double variation = i < channels ? 0 : Math.Sign(m - old[channel]);
            if (i + channels < mask.Length)
                variation -= Math.Sign(mask[i + channels] - m);
            double g = ((x[i] - (double)k[i]) * gradient[i]) - (_options.Lambda1 * Math.Sign(1 - m)) + (_options.Lambda2 * variation);
            first[i] = (Beta1 * first[i]) + ((1 - Beta1) * g);
            second[i] = (Beta2 * second[i]) + ((1 - Beta2) * g * g);
            double moved = m - (_options.LearningRate * (first[i] / correction1) / (Math.Sqrt(second[i] / correction2) + Epsilon));
            old[channel] = m;
            mask[i] = Math.Clamp(moved, 0, 1);
            largest = Math.Max(largest, Math.Abs(mask[i] - m));
        }

        return largest;
    }

    private void Finish(IInputGradient model, Block block, Batch salience, Diagnostics diagnostics)
    {
        Batch faded = block.Rows.Blank();
        for (int row = 0; row < block.Rows.Rows; row++)
            block.Fade(row, 0, faded.Row(row));
        double[] before = TargetScores.Of(model, block.Rows, block.Targets, _options.Score, Name, block.First);
        double[] after = TargetScores.Of(model, faded, block.Targets, _options.Score, Name, block.First);
        for (int row = 0; row < block.Rows.Rows; row++)
        {
            ReadOnlySpan<double> mask = block.MaskOf(row);
            (double minimum, double masked, double variation) = (1, 0, 0);
            for (int i = 0; i < mask.Length; i++)
            {
                salience.Row(row)[i] = (float)(1 - mask[i]);
                minimum = Math.Min(minimum, mask[i]);
                masked += 1 - mask[i];
                if (i >= block.Rows.Channels)
                    variation += Math.Abs(mask[i] - mask[i - block.Rows.Channels]);
            }

            int index = block.First + row;
            diagnostics.Minimum[index] = minimum;
            diagnostics.Area[index] = masked / mask.Length;
            diagnostics.Objective[index] = (_options.Lambda1 * masked) + (_options.Lambda2 * variation) + after[row];
            diagnostics.Before[index] = before[row];
            diagnostics.After[index] = after[row];
            diagnostics.LastStep[index] = block.LastStep[row];
        }
    }

    private int Shift(in Philox shifts, uint key, int iteration) =>
        _options.Jitter == 0 ? 0 : (int)(shifts.Uniform(key, (uint)iteration) * ((2 * _options.Jitter) + 1)) - _options.Jitter;

    private void RequireFinite(ReadOnlySpan<float> gradient, int row)
    {
        foreach (float value in gradient)
        {
            if (!float.IsFinite(value))
                throw new MlNetXaiException($"{Name}, row {row}: a gradient is {value}; gradients must be finite. Remove the row, or check the model's weights.", position: $"row {row}");
        }
    }

    /// <summary>Rows optimised together, and their masks.</summary>
    private sealed class Block
    {
        private readonly double[] _mask;
        private readonly float[] _scratch;

        public Block(int first, Batch rows, Batch replacement, int[] targets, uint[] keys)
        {
            (First, Rows, Replacement, Targets, Keys) = (first, rows, replacement, targets, keys);
            _mask = new double[rows.Values.Length];
            _mask.AsSpan().Fill(1);
            _scratch = new float[rows.Shape.Length];
            _old = new double[rows.Channels];
            LastStep = new double[rows.Rows];
        }

        private readonly double[] _old;

        public int First { get; }

        public Batch Rows { get; }

        public Batch Replacement { get; }

        public int[] Targets { get; }

        public uint[] Keys { get; }

        public double[] LastStep { get; }

        public Span<double> Old => _old;

        /// <summary>The mask of a row where it holds data.</summary>
        public Span<double> MaskOf(int row) => _mask.AsSpan(row * Rows.Shape.Length, Rows.LengthOf(row) * Rows.Channels);

        /// <summary>φ(x; m) of one row, shifted by <paramref name="shift"/> steps, edge values repeated.</summary>
        public void Fade(int row, int shift, Span<float> faded)
        {
            ReadOnlySpan<float> x = Rows.Row(row), k = Replacement.Row(row);
            ReadOnlySpan<double> mask = MaskOf(row);
            Span<float> target = shift == 0 ? faded : _scratch;
            for (int i = 0; i < mask.Length; i++)
                target[i] = (float)((mask[i] * x[i]) + (k[i] * (1 - mask[i])));
            if (shift == 0)
                return;

            (int channels, int steps) = (Rows.Channels, Rows.LengthOf(row));
            for (int step = 0; step < steps; step++)
                _scratch.AsSpan(Math.Clamp(step - shift, 0, steps - 1) * channels, channels).CopyTo(faded[(step * channels)..]);
        }

        /// <summary>Carries the gradient of the shifted row back to the unshifted one: repeated edges add up.</summary>
        public void Unshift(int shift, Span<float> gradient)
        {
            if (shift == 0)
                return;
            gradient.CopyTo(_scratch);
            gradient.Clear();
            int channels = Rows.Channels, steps = gradient.Length / channels;
            for (int step = 0; step < steps; step++)
            {
                int source = Math.Clamp(step - shift, 0, steps - 1);
                for (int channel = 0; channel < channels; channel++)
                    gradient[(source * channels) + channel] += _scratch[(step * channels) + channel];
            }
        }
    }

    /// <summary>What is reported of every row, <c>[row]</c>.</summary>
    private sealed class Diagnostics(int rows)
    {
        public double[] Minimum { get; } = new double[rows];

        public double[] Area { get; } = new double[rows];

        public double[] Objective { get; } = new double[rows];

        public double[] Before { get; } = new double[rows];

        public double[] After { get; } = new double[rows];

        public double[] LastStep { get; } = new double[rows];

        public IReadOnlyDictionary<string, double[]> ByName => new Dictionary<string, double[]>(StringComparer.Ordinal)
        {
            ["mask-minimum"] = Minimum,
            ["mask-area"] = Area,
            ["objective"] = Objective,
            ["score-before"] = Before,
            ["score-after"] = After,
            ["last-step"] = LastStep,
        };
    }
}
