using Microsoft.ML;
using MlNetXai.MLNet.Columns;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Interchange.Onnx;

namespace MlNetXai.MLNet.Training;

/// <summary>Applies a network that is trained already; see <see cref="NetworkCatalog"/>.</summary>
/// <example>
/// <code>
/// NetworkEstimator estimator = mlContext.Transforms.ApplyNetwork(modelPath, featureColumnName: "Features");
/// NetworkTransformer network = estimator.Fit(beats);
/// IDataView scored = network.Transform(beats);
/// float[] probabilities = scored.GetColumn&lt;float[]&gt;("Score").First();
/// Console.WriteLine($"{network.Model.Name} reads '{network.FeatureColumnName}' of type {network.FeatureColumnType} at {network.SamplingRateHz} Hz");
/// </code>
/// </example>
public sealed class NetworkEstimator : IEstimator<NetworkTransformer>
{
    private readonly ScoringModel _model;
    private readonly NetworkColumns _columns;

    internal NetworkEstimator(ScoringModel model, NetworkColumns columns) => (_model, _columns) = (model, columns);

    /// <summary>Checks the columns; the network stays as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing, or not of the network's input shape.</exception>
    public NetworkTransformer Fit(IDataView input)
    {
        NetworkTransformer transformer = new(_model, _columns);
        _ = transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ShapeColumns.RequireRows(inputSchema, _columns.Features);
        return ShapeColumns.With(inputSchema, NetworkTransformer.Made(_columns, _model.Network.Classes, null));
    }
}

/// <summary>Trained networks in pipelines: <c>mlContext.Transforms.ApplyNetwork</c>.</summary>
/// <example>
/// <code>
/// IDataView scored = mlContext.Transforms.ApplyNetwork(network).Fit(beats).Transform(beats);
/// IEnumerable&lt;float[]&gt; probabilities = scored.GetColumn&lt;float[]&gt;("Score");
/// </code>
/// <code>
/// // A network trained elsewhere: scored in blocks, and explained like our own.
/// IEstimator&lt;ITransformer&gt; pipeline = mlContext.Transforms.ApplyNetwork("Score", "Features", onnxFile)
///     .Append(mlContext.Transforms.Explain.Saliency("Derivative"));
/// IDataView explained = pipeline.Fit(beats).Transform(beats);
/// float[] derivative = explained.GetColumn&lt;float[]&gt;("Derivative").First();   // [step, channel]
/// </code>
/// </example>
public static class NetworkCatalog
{
    /// <summary>Scores rows with a network.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="network">The network.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c> of the network's input shape.</param>
    /// <param name="scoreColumnName">Made: probabilities, slot names = classes.</param>
    /// <param name="predictedLabelColumnName">Made: key of the most likely class.</param>
    public static NetworkEstimator ApplyNetwork(
        this TransformsCatalog catalog,
        Network network,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(network);
        return new(new(network), new(featureColumnName, scoreColumnName, predictedLabelColumnName));
    }

    /// <summary>Scores rows with the network in a model file.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="modelPath">A <c>model.safetensors</c> as a run or <c>models/</c> holds it.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c> of the network's input shape.</param>
    /// <param name="scoreColumnName">Made: probabilities, slot names = classes.</param>
    /// <param name="predictedLabelColumnName">Made: key of the most likely class.</param>
    /// <exception cref="ModelFileException">The file is missing or damaged.</exception>
    public static NetworkEstimator ApplyNetwork(
        this TransformsCatalog catalog,
        string modelPath,
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        Model model = ModelFile.Load(modelPath);
        return new(new(model.Network, model.Metadata), new(featureColumnName, scoreColumnName, predictedLabelColumnName));
    }

    /// <summary>Scores rows with the network in an ONNX file, in blocks; explainers behind it find the network through the score column, gradients included.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">Made: probabilities, slot names = classes; the file's own last softmax or sigmoid makes them. <c>PredictedLabel</c>, a key, is made beside it.</param>
    /// <param name="inputColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>: steps, then channels, also where the file reads channels first.</param>
    /// <param name="onnxFile">The file, of opset 9 to 21.</param>
    /// <exception cref="ModelFileException">The file is missing, damaged, or holds what no layer stands for, or it cannot be told which axis is the step.</exception>
    public static NetworkEstimator ApplyNetwork(this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string onnxFile) =>
        ApplyNetwork(catalog, outputColumnName, inputColumnName, onnxFile, new OnnxImportOptions());

    /// <summary>Scores rows with the network in an ONNX file, read as the options say.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">Made: probabilities, slot names = classes. <c>PredictedLabel</c>, a key, is made beside it.</param>
    /// <param name="inputColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c>: steps, then channels, also where the file reads channels first.</param>
    /// <param name="onnxFile">The file, of opset 9 to 21.</param>
    /// <param name="options">Order of axes, names of the classes.</param>
    /// <exception cref="ModelFileException">The file is missing, damaged, or holds what no layer stands for, or it cannot be told which axis is the step.</exception>
    public static NetworkEstimator ApplyNetwork(this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string onnxFile, OnnxImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ImportedNetwork imported = OnnxImport.Load(onnxFile, options);
        return new(new(imported.Network, imported.Metadata), new(inputColumnName, outputColumnName));
    }
}
