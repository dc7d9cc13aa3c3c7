using MlNetXai.Networks;

namespace MlNetXai.Explanations.Tests.Models;

/// <summary>A plain model: double inside, float at the border, one row after the other.</summary>
internal abstract class ReferenceModel(string name, RowShape shape, int classes) : IInputGradient
{
    public string Name { get; } = name;

    public RowShape InputShape { get; } = shape;

    public IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, classes).Select(index => $"class {index}")];

    public void Logits(Batch batch, Span<float> logits)
    {
        for (int row = 0; row < batch.Rows; row++)
            Write(Logits(ToDouble(batch.Row(row))), logits.Slice(row * Classes.Count, Classes.Count));
    }

    public void InputGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient)
    {
        for (int row = 0; row < batch.Rows; row++)
        {
            double[] x = ToDouble(batch.Row(row)), logits = Logits(x);
            double[] probability = Softmax(logits), seed = new double[logits.Length];
            int target = targets[row];
            for (int j = 0; j < seed.Length; j++)
            {
                double own = j == target ? 1 : 0;
                seed[j] = score switch
                {
                    ScoreKind.Logit => own,
                    ScoreKind.Probability => probability[target] * (own - probability[j]),
                    _ => own - probability[j],
                };
            }

            scores[row] = (float)(score switch
            {
                ScoreKind.Logit => logits[target],
                ScoreKind.Probability => probability[target],
                _ => Math.Log(probability[target]),
            });
            Write(Gradient(x, seed), gradient.Slice(row * x.Length, x.Length));
        }
    }

    /// <summary>Logits of one row <c>[step, channel]</c>.</summary>
    protected abstract double[] Logits(double[] x);

    /// <summary>Σ_j seed_j ∂logit_j/∂x of one row.</summary>
    protected abstract double[] Gradient(double[] x, double[] seed);

    protected static double[] ToDouble(ReadOnlySpan<float> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = values[i];
        return result;
    }

    protected static void Write(ReadOnlySpan<double> values, Span<float> target)
    {
        for (int i = 0; i < values.Length; i++)
            target[i] = (float)values[i];
    }

    private static double[] Softmax(double[] logits)
    {
        double largest = logits.Max(), sum = logits.Sum(logit => Math.Exp(logit - largest));
        return [.. logits.Select(logit => Math.Exp(logit - largest) / sum)];
    }
}
