using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks.Interchange;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Cli.Pipelines;

/// <summary>Puts a trained network and explainers into one saved pipeline, from the beat column on.</summary>
internal static class PipelinePacking
{
    /// <summary>Name of the column of a method's attributions.</summary>
    public static string ColumnOf(string method) => $"Attribution.{method}";

    /// <summary>Writes the pipeline, whole or not at all.</summary>
    /// <param name="source">The network and its run's settings.</param>
    /// <param name="methods">Methods, by name, in the order of the columns.</param>
    /// <param name="target">Class explained.</param>
    /// <param name="path">File to write.</param>
    /// <exception cref="MlNetXaiException">The model cannot be read, a method needs what is not at hand, or the file cannot be written.</exception>
    /// <exception cref="ArgumentException">The network has no such class.</exception>
    public static void Write(TrainedModel source, IReadOnlyList<string> methods, ExplanationTarget target, string path)
    {
        MLContext context = new(seed: 0);
        IDataView rows = NoRows(context, ModelFile.Load(source.Path).Network.InputShape);
        NetworkTransformer network = context.Transforms.ApplyNetwork(source.Path, nameof(Row.Features)).Fit(rows);
        ExplainCatalog explain = context.Transforms.Explain;
        IDataView scored = network.Transform(rows);
        List<ITransformer> steps = [network];
        foreach (string method in methods)
        {
            object options = EcgMethods.OptionsOf(method, source.SettingsOf(method));
            steps.Add(explain.Method(method, ColumnOf(method), nameof(Row.Features), target: target, options: options).Fit(scored));
        }

        context.Model.SaveExplained(new TransformerChain<ITransformer>([.. steps]), rows.Schema, path);
    }

    private static IDataView NoRows(MLContext context, RowShape shape)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, shape.Steps, shape.Channels);
        return context.Data.LoadFromEnumerable<Row>([], definition);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
