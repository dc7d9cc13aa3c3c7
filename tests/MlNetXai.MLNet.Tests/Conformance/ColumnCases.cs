using Microsoft.ML;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;

namespace MlNetXai.MLNet.Tests.Conformance;

/// <summary>Every estimator that adds columns to rows, over <see cref="TinyData"/>: what the conformance suite runs.</summary>
internal static class ColumnCases
{
    private static readonly MLContext Context = new(seed: 1);

    private static readonly Dictionary<string, Case> ByName = new(StringComparer.Ordinal)
    {
        ["network"] = new(Context.Transforms.ApplyNetwork(TinyData.Network()), Plain, ["Score", "PredictedLabel"]),
        ["lstm trainer"] = new(
            Context.MulticlassClassification.Trainers.Lstm(new LstmTrainerOptions { MaxEpochs = 2, Network = new() { Hidden = 4 } }), Keyed, ["Score", "PredictedLabel"]),
        ["fully convolutional trainer"] = new(
            Context.MulticlassClassification.Trainers.FullyConvolutional(new FullyConvolutionalTrainerOptions { MaxEpochs = 2, Network = new() { Convolutions = [(4, 3), (5, 2)] } }),
            Keyed,
            ["Score", "PredictedLabel"]),
        ["occlusion of a black box"] = new(
            Context.Transforms.Explain.Occlusion(BlackBox(), "Attribution", target: ExplanationTarget.Class("V")), Plain, ["Attribution"], IsSavable: false),
        ["saliency of a given network"] = new(Context.Transforms.Explain.Saliency(TinyData.Network(), "Attribution"), Plain, ["Attribution"]),
        ["occlusion of a given network"] = new(Context.Transforms.Explain.Occlusion(TinyData.Network(), "Attribution", options: Occlusion), Plain, ["Attribution"]),
        ["shapley values of a given network"] = new(Context.Transforms.Explain.ShapleySegments(TinyData.Network(), "Attribution", options: Shapley), Plain, ["Attribution"]),
        ["ablation of a black box"] = new(Context.Transforms.Explain.FeatureAblation(BlackBox(), "Attribution"), Plain, ["Attribution"], IsSavable: false),
        ["learned mask of a given network"] = new(Context.Transforms.Explain.LearnedMask(TinyData.Network(), "Attribution", options: Mask), Plain, ["Attribution"]),
        ["prefixes of a given network"] = new(Context.Transforms.Explain.TemporalOutputScore(TinyData.Network(), "Attribution"), Plain, ["Attribution"]),
        ["saliency"] = new(Context.Transforms.Explain.Saliency("Attribution"), Scored, ["Attribution"]),
        ["saliency of a text label"] = new(Context.Transforms.Explain.Saliency("Attribution", target: ExplanationTarget.Label()), Scored, ["Attribution"]),
        ["occlusion of a key label"] = new(Context.Transforms.Explain.Occlusion("Attribution", target: ExplanationTarget.Label(), options: Occlusion), ScoredKeyed, ["Attribution"]),
        ["shapley values"] = new(Context.Transforms.Explain.ShapleySegments("Attribution", options: Shapley), Scored, ["Attribution"]),
        ["ablation of a text label"] = new(Context.Transforms.Explain.FeatureAblation("Attribution", target: ExplanationTarget.Label()), Scored, ["Attribution"]),
        ["counterfactual of a given network"] = new(Context.Transforms.Explain.Counterfactual(TinyData.Discerning(), "Other"), Plain, Other),
        ["counterfactual without patients"] = new(
            Context.Transforms.Explain.Counterfactual("Other", patientColumnName: null, options: new() { MostCandidates = 9, GuideMethod = "occlusion", CrossFadeSteps = 0 }), ScoredKeyed, Other),
        ["learned mask of a class"] = new(Context.Transforms.Explain.LearnedMask("Attribution", target: ExplanationTarget.Class("R"), options: Mask), Scored, ["Attribution"]),
        ["saliency of all classes of a given network"] = new(Context.Transforms.Explain.Saliency(TinyData.Network(), "Attribution", target: ExplanationTarget.AllClasses), Plain, PerClass),
        ["occlusion of some classes"] = new(
            Context.Transforms.Explain.Occlusion("Attribution", target: ExplanationTarget.Classes("R", "N"), options: Occlusion), Scored, ["Attribution.R", "Attribution.N"]),
        ["occlusion of all classes of a black box"] = new(
            Context.Transforms.Explain.Occlusion(BlackBox(), "Attribution", target: ExplanationTarget.Classes("N", "V", "R")), Plain, PerClass, IsSavable: false),
        ["saliency at a step"] = new(Context.Transforms.Explain.Saliency("Attribution", target: ExplanationTarget.Predicted.AtStep(7)), Scored, ["Attribution"]),
        ["gradients of a label at a step"] = new(Context.Transforms.Explain.IntegratedGradients("Attribution", target: ExplanationTarget.Label().AtStep(7)), Scored, ["Attribution"]),
        ["shapley values of all classes at a step"] = new(
            Context.Transforms.Explain.ShapleySegments(TinyData.Network(), "Attribution", target: ExplanationTarget.AllClasses.AtStep(7), options: Shapley), Plain, PerClass),
        ["prefixes"] = new(Context.Transforms.Explain.TemporalOutputScore("Attribution"), Scored, ["Attribution"]),
    };

    private static string[] PerClass => ["Attribution.N", "Attribution.V", "Attribution.R"];

    private static string[] Other => ["Other.Counterfactual", "Other.Start", "Other.Length", "Other.Probability"];

    private static OcclusionOptions Occlusion => new() { Windows = OcclusionWindows.StudyA(3), MeanDrop = true, Baseline = Baseline.Constant(0.1f) };

    private static ShapleySegmentsOptions Shapley => new() { Segments = Segmentation.OfLength(2), MostExactSegments = 2, Pairs = 3, Fill = SegmentFill.StraightLine, Seed = 5 };

    private static LearnedMaskOptions Mask => new() { Iterations = 8, LearningRate = 0.05, Jitter = 1, Seed = 5 };

    public static IEnumerable<string> Names => ByName.Keys;

    public static IEnumerable<string> Savable => ByName.Where(pair => pair.Value.IsSavable).Select(pair => pair.Key);

    public static Case Of(string name) => ByName[name];

    private static IDataView Plain(MLContext context, int rows) => TinyData.View(context, rows);

    private static IDataView Keyed(MLContext context, int rows) => TinyData.Keyed(context, rows);

    private static IDataView Scored(MLContext context, int rows) => Score(context, TinyData.View(context, rows));

    private static IDataView ScoredKeyed(MLContext context, int rows) => Score(context, TinyData.Keyed(context, rows));

    private static IDataView Score(MLContext context, IDataView view) => context.Transforms.ApplyNetwork(TinyData.Network()).Fit(view).Transform(view);

    private static NetworkTransformer BlackBox() => Context.Transforms.ApplyNetwork(TinyData.Network()).Fit(TinyData.View(Context));

    /// <summary>An estimator with data that it accepts.</summary>
    /// <param name="Estimator">The estimator.</param>
    /// <param name="Data">A view of a number of rows.</param>
    /// <param name="Made">Columns it makes.</param>
    /// <param name="IsSavable">Whether its transformer can be saved.</param>
    public sealed record Case(IEstimator<ITransformer> Estimator, Func<MLContext, int, IDataView> Data, string[] Made, bool IsSavable = true)
    {
        /// <summary>Fits on 30 rows.</summary>
        public ITransformer Fit(MLContext context) => Estimator.Fit(Data(context, 30));
    }
}
