namespace MlNetXai.Explanations.Tests.Models;

/// <summary>logit_c = weights_c · x: closed forms for every method.</summary>
internal sealed class LinearModel(RowShape shape, params double[][] weights) : ReferenceModel("linear", shape, weights.Length)
{
    public LinearModel(params double[] weights)
        : this(new(weights.Length, 1), weights, [.. weights.Select(_ => 0.0)])
    {
    }

    protected override double[] Logits(double[] x) => [.. weights.Select(row => row.Zip(x, (w, value) => w * value).Sum())];

    protected override double[] Gradient(double[] x, double[] seed) =>
        [.. Enumerable.Range(0, x.Length).Select(i => weights.Select((row, j) => seed[j] * row[i]).Sum())];
}
