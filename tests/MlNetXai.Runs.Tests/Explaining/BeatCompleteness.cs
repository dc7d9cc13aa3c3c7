using System.Globalization;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Training;

namespace MlNetXai.Runs.Tests.Explaining;

/// <summary>How nearly Integrated Gradients of test beats, equally many of each class, add up to the difference of their scores; default settings.</summary>
/// <param name="Rows">Beats.</param>
/// <param name="Relative">|δ|/|s(x) − s(x′)| of beats with |s(x) − s(x′)| above 0.05·max(1, |s(x)|), ascending.</param>
/// <param name="Others">|δ| of the other beats, ascending.</param>
/// <param name="Steps">Points used, and by how many beats.</param>
internal sealed record BeatCompleteness(int Rows, double[] Relative, double[] Others, IReadOnlyDictionary<int, int> Steps)
{
    /// <summary>Largest error relative to the difference that is wanted.</summary>
    public const double Wanted = 0.01;

    /// <summary>Share of the beats with a difference whose error is below <see cref="Wanted"/>.</summary>
    public double ShareComplete => Relative.Count(error => error < Wanted) / (double)Relative.Length;

    /// <summary>Measures a published model on the test part of its own split.</summary>
    /// <param name="model">Model file.</param>
    /// <param name="data">Folder of the MIT-BIH records.</param>
    /// <param name="rows">Beats wanted.</param>
    public static BeatCompleteness Measure(string model, string data, int rows)
    {
        Network network = ModelFile.Load(model).Network;
        EcgData beats = EcgData.Load(data, new EcgTrainingOptions(), progress: null, CancellationToken.None);
        int[] drawn = RowSelection.Draw(beats.Rows(DataPart.Test), beats.Labels, beats.Patients, network.Classes.Count, rows, seed: 1);
        Attribution attribution = new IntegratedGradients().Explain(network, beats.Values.Gather(drawn), [.. drawn.Select(row => beats.Labels[row])]);
        return Of(attribution);
    }

    /// <summary>The measurement in words, a line for each figure.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Rows} test beats; of {Relative.Length} with |s(x) - s(x')| > 0.05 max(1, |s(x)|), {100 * ShareComplete:F2} % have an error below {100 * Wanted:F0} % of it (median {Quantile(Relative, 0.5):E1}, 99th percentile {Quantile(Relative, 0.99):E1}, largest {Quantile(Relative, 1):E1})
        {Others.Length} others: absolute error median {Quantile(Others, 0.5):E1}, largest {Quantile(Others, 1):E1} logits
        points used: {string.Join(", ", Steps.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} by {pair.Value} beats")))}
        """);

    private static BeatCompleteness Of(Attribution attribution)
    {
        IReadOnlyDictionary<string, double[]> said = attribution.Diagnostics;
        int rows = said["score"].Length;
        bool[] differs = [.. Enumerable.Range(0, rows).Select(row => Math.Abs(said["score"][row] - said["score-baseline"][row]) > 0.05 * Math.Max(1, Math.Abs(said["score"][row])))];
        return new(
            rows,
            [.. said["completeness-error-relative"].Where((_, row) => differs[row]).Order()],
            [.. said["completeness-error"].Where((_, row) => !differs[row]).Select(Math.Abs).Order()],
            said["steps"].GroupBy(steps => (int)steps).ToDictionary(group => group.Key, group => group.Count()));
    }

    private static double Quantile(double[] ascending, double level) => ascending.Length == 0 ? double.NaN : ascending[(int)Math.Ceiling(level * ascending.Length) - 1];
}
