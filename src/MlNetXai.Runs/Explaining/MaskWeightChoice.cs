using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.Reporting;

namespace MlNetXai.Runs.Explaining;

/// <summary>Chooses λ1 of the learned mask on validation beats: the one whose score reduction, averaged over all thresholds, is largest.</summary>
internal static class MaskWeightChoice
{
    public static LambdaSweep Run(EcgRun run, EcgExplanationOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        EcgExplanationOptions settings = options with { Target = "label" };
        ExplainedRows rows = EcgExplanation.Select(run, settings, RowRequest.Parse($"{options.SweepRows}"), DataPart.Validation, progress: null, cancellation);
        PatientBootstrap bootstrap = new(rows.Patients, new() { Seed = options.Seed });
        ScoreReductionOptions measure = new() { Draws = 1, Seed = options.Seed };

        List<LambdaCurve> curves = [];
        foreach (double lambda1 in options.SweepLambda1)
        {
            Attribution mask = EcgMethods.Create(LearnedMask.Description.Name, settings with { Lambda1 = lambda1 }, run)
                .Explain(run.Network, rows.Signal, rows.Targets, Stage(progress, $"choose λ1: {lambda1}"), cancellation);
            ScoreReductionResult result = new ScoreReduction(measure).Measure(run.Network, rows.Signal, rows.Targets, [SalienceMap.Of(mask)], progress: null, cancellation);
            RowCurves reduction = result.Methods[0].Reduction;
            curves.Add(new(lambda1, bootstrap.MeanCurve(reduction.PerRow).ToEstimates(), reduction.Mean().Average(), mask.Diagnostics["mask-minimum"].Average()));
        }

        return new(
            rows.Keys.Length, bootstrap.Patients.Count, measure.Alphas, curves, curves.MaxBy(curve => curve.MeanReduction)!.Lambda1);
    }

    private static Renamed? Stage(IProgress<ProgressReport>? progress, string stage) => progress is null ? null : new Renamed(progress, stage);

    private sealed class Renamed(IProgress<ProgressReport> inner, string stage) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => inner.Report(value with { Stage = stage });
    }
}
