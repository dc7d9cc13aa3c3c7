using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

/// <summary>Settings of a counterfactual.</summary>
/// <example>
/// <code>
/// CounterfactualOptions options = new()
/// {
///     GuideMethod = "occlusion",   // whose magnitude says which steps of the guide matter
///     MostCandidates = 500,        // training rows that the fitted pipeline carries
///     CrossFadeSteps = 2,          // at the window's edges, so that the row does not jump
///     Seed = 1,                    // of the drawing of candidates
/// };
/// CounterfactualTransformer explainer = mlContext.Transforms.Explain.Counterfactual(network, "Other", options: options).Fit(beats);
/// Console.WriteLine($"'{explainer.OutputColumnName}' of '{explainer.FeatureColumnName}' carries {explainer.StoredRows} training rows");
/// </code>
/// </example>
public sealed record CounterfactualOptions
{
    /// <summary>Candidates that a pipeline may carry at most.</summary>
    internal const int Limit = 2000;

    /// <summary>Method, by its name in the catalog, whose magnitude says which steps of a guide matter. Default "integrated-gradients".</summary>
    public string GuideMethod { get; init => field = Known(value); } = IntegratedGradients.Description.Name;

    /// <summary>Training rows kept as candidates, 1 … 2,000: equally many of every class, within a class from all patients in turn. Default 2,000.</summary>
    public int MostCandidates { get; init => field = Require.Between(value, 1, Limit); } = Limit;

    /// <summary>Steps at each edge of the window that pass from the row to its guide, at least 0. Default 3.</summary>
    public int CrossFadeSteps { get; init => field = Require.AtLeast(value, 0); } = 3;

    /// <summary>Seed of the drawing of candidates. Default 0.</summary>
    public ulong Seed { get; init; }

    private static string Known(string name) => typeof(IExplanationMethod<Network>).IsAssignableFrom(MethodCatalog.Find(name).Type)
        ? name
        : throw new ArgumentException($"'{name}' gives no attribution, so it cannot guide. Use a method that does, e.g. '{IntegratedGradients.Description.Name}'.", nameof(name));
}

public sealed partial class ExplainCatalog
{
    /// <summary>Native-guide counterfactuals of the network behind a score column: what a row would have to look like for another class; see <see cref="NativeGuide"/>.</summary>
    /// <remarks>The estimator keeps training rows, which the fitted pipeline and its file contain.</remarks>
    /// <param name="outputColumnName">X: made are "X.Counterfactual" (the changed row), "X.Start" and "X.Length" (the changed window, −1 and 0 where there is none), and "X.Probability"
    /// (of the class predicted for the row: before and after).</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="labelColumnName">Class of the training rows: text or key.</param>
    /// <param name="patientColumnName">Patient, text: a row's guide is another patient's. Null: unknown, any row may be a guide.</param>
    /// <param name="scoreColumnName">Score column of a network in the same chain.</param>
    /// <param name="options">Settings; null: the defaults.</param>
    /// <example>
    /// <code>
    /// ITransformer model = mlContext.MulticlassClassification.Trainers.Lstm(maxEpochs: 2).Append(mlContext.Transforms.Explain.Counterfactual("Other")).Fit(beats);
    /// IDataView explained = model.Transform(beats);
    /// float[] changed = explained.GetColumn&lt;float[]&gt;("Other.Counterfactual").First();
    /// int start = explained.GetColumn&lt;int&gt;("Other.Start").First(), length = explained.GetColumn&lt;int&gt;("Other.Length").First();
    /// float[] beforeAndAfter = explained.GetColumn&lt;float[]&gt;("Other.Probability").First();
    /// </code>
    /// </example>
    public CounterfactualEstimator Counterfactual(
        string outputColumnName,
        string featureColumnName = "Features",
        string labelColumnName = "Label",
        string? patientColumnName = "Patient",
        string scoreColumnName = "Score",
        CounterfactualOptions? options = null) => new(Columns(outputColumnName, featureColumnName, labelColumnName, patientColumnName), options ?? new(), null, scoreColumnName);

    /// <summary>Native-guide counterfactuals of that network; see <see cref="NativeGuide"/>.</summary>
    /// <remarks>The estimator keeps training rows, which the fitted pipeline and its file contain.</remarks>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">X: made are "X.Counterfactual" (the changed row), "X.Start" and "X.Length" (the changed window, −1 and 0 where there is none), and "X.Probability"
    /// (of the class predicted for the row: before and after).</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="labelColumnName">Class of the training rows: text or key.</param>
    /// <param name="patientColumnName">Patient, text: a row's guide is another patient's. Null: unknown, any row may be a guide.</param>
    /// <param name="options">Settings; null: the defaults.</param>
    public CounterfactualEstimator Counterfactual(
        Network network,
        string outputColumnName,
        string featureColumnName = "Features",
        string labelColumnName = "Label",
        string? patientColumnName = "Patient",
        CounterfactualOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new(Columns(outputColumnName, featureColumnName, labelColumnName, patientColumnName), options ?? new(), new(network), "");
    }

    private static CounterfactualColumns Columns(string output, string features, string label, string? patient)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(features);
        ArgumentException.ThrowIfNullOrEmpty(label);
        return new(output, features, label, patient);
    }
}
