using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.MLNet.Blocks;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Saving;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Training;

/// <summary>Names of the columns that a network reads and makes.</summary>
/// <param name="Features">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
/// <param name="Score">Made: probabilities (softmax or sigmoid, as the network has it), <c>Vector&lt;Single, K&gt;</c>, slot names = classes.</param>
/// <param name="PredictedLabel">Made: key of the most likely class, key values = classes; missing where a sigmoid output gives none a probability above 1/2.</param>
internal sealed record NetworkColumns(string Features, string Score = "Score", string PredictedLabel = "PredictedLabel");

/// <summary>A trained network as a transformer: adds <c>Score</c> (probabilities) and <c>PredictedLabel</c> (key of the most likely class;
/// missing where a sigmoid output gives none a probability above 1/2).</summary>
/// <remarks>The <c>Score</c> column's annotation carries the network, so that explainers behind it in the same chain find it. Savable: after
/// <see cref="SavedPipelines.LoadExplained(ModelOperationsCatalog, string, out DataViewSchema)"/> it is this type again.</remarks>
/// <example>
/// <code>
/// NetworkEstimator estimator = mlContext.Transforms.ApplyNetwork(modelPath, featureColumnName: "Features");
/// NetworkTransformer network = estimator.Fit(beats);
/// IDataView scored = network.Transform(beats);
/// float[] probabilities = scored.GetColumn&lt;float[]&gt;("Score").First();
/// Console.WriteLine($"{network.Model.Name} reads '{network.FeatureColumnName}' of type {network.FeatureColumnType} at {network.SamplingRateHz} Hz");
/// </code>
/// </example>
public sealed class NetworkTransformer : BlockTransformer, ISingleFeaturePredictionTransformer<Network>
{
    private readonly ScoringModel _model;
    private readonly NetworkColumns _columns;

    internal NetworkTransformer(ScoringModel model, NetworkColumns columns) => (_model, _columns) = (model, columns);

    /// <summary>The network; its logits are what explainers explain.</summary>
    public Network Model => _model.Network;

    /// <summary>Name of the column that is read.</summary>
    public string FeatureColumnName => _columns.Features;

    /// <summary>Type of the column that is read: <c>Vector&lt;Single, T, D&gt;</c>.</summary>
    public DataViewType FeatureColumnType => InputColumns.VectorOf(Model.InputShape);

    /// <summary>Samples per second of the rows that it was trained on; null where the model does not say.</summary>
    public double? SamplingRateHz => _model.Metadata.TryGetValue(Training.ScoringModel.SamplingRateKey, out string? rate)
        && double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out double hertz) ? hertz : null;

    internal ScoringModel ScoringModel => _model;

    internal NetworkColumns Columns => _columns;

    /// <summary>Columns that a network makes, for schemas promised and delivered.</summary>
    internal static DataViewSchema.DetachedColumn[] Made(NetworkColumns columns, IReadOnlyList<string> classes, (ScoringModel Model, DataViewSchema.Column Rows)? behind)
    {
        DataViewSchema.Annotations.Builder label = new();
        label.AddText(ColumnAnnotations.ScoreColumnKind, "MulticlassClassification");
        label.AddText(ColumnAnnotations.ScoreValueKind, "PredictedLabel");
        label.AddTexts(ColumnAnnotations.KeyValues, classes);
        label.AddPrimitiveValue(ColumnAnnotations.ScoreColumnSetId, SetIdType, 1u);

        DataViewSchema.Annotations.Builder score = new();
        score.AddText(ColumnAnnotations.ScoreColumnKind, "MulticlassClassification");
        score.AddText(ColumnAnnotations.ScoreValueKind, "Score");
        score.AddPrimitiveValue(ColumnAnnotations.ScoreColumnSetId, SetIdType, 1u);
        score.AddTexts(ColumnAnnotations.TrainingLabelValues, classes);
        score.AddTexts(ColumnAnnotations.SlotNames, classes);
        if (behind is { } scored)
            NetworkAnnotation.Add(score, scored.Model, scored.Rows);
        else
            score.AddText(NetworkAnnotation.Name, "");
        return
        [
            new(columns.PredictedLabel, new KeyDataViewType(typeof(uint), classes.Count), label.ToAnnotations()),
            new(columns.Score, new VectorDataViewType(NumberDataViewType.Single, classes.Count), score.ToAnnotations()),
        ];
    }

    private static KeyDataViewType SetIdType { get; } = new(typeof(uint), int.MaxValue);

    private protected override BlockMap Bind(DataViewSchema inputSchema) => new Map(this, inputSchema, InputColumns.RequireRows(inputSchema, _columns.Features, Model.InputShape, Model.Name));

    private protected override ITransformer SavedForm() => SavedNetwork.Save(this);

    private sealed class Map(NetworkTransformer owner, DataViewSchema schema, DataViewSchema.Column rows) : BlockMap(schema, [rows], Made(owner._columns, owner.Model.Classes, (owner._model, rows)))
    {
        public override BlockWorker Open(DataViewRow row, int capacity, IReadOnlyList<bool> active) =>
            new Worker(owner.Model, new(row, Inputs[0], owner.Model.InputShape, capacity), capacity);
    }

    private sealed class Worker(Network network, RowReader reader, int capacity) : BlockWorker
    {
        private readonly int _classes = network.Classes.Count;
        private readonly float[] _logits = new float[capacity * network.Classes.Count];
        private readonly double[] _probabilities = new double[network.Classes.Count];

        public override void Read(int slot) => reader.Read(slot);

        public override void Compute(int rows, long firstPosition) => network.Logits(reader.Rows(rows), _logits.AsSpan(0, rows * _classes));

        public override Delegate Getter(int output, Func<int> slot) => output == 0 ? Label(slot) : Score(slot);

        private ValueGetter<uint> Label(Func<int> slot) => (ref uint value) => value = (uint)(NetworkScores.Predicted(network.Output, Logits(slot)) + 1);

        private ValueGetter<VBuffer<float>> Score(Func<int> slot) => (ref VBuffer<float> value) =>
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, _classes);
            NetworkScores.Probabilities(network.Output, Logits(slot), _probabilities, editor.Values);
            value = editor.Commit();
        };

        private ReadOnlySpan<float> Logits(Func<int> slot) => _logits.AsSpan(slot() * _classes, _classes);
    }
}

/// <summary>What columns show of logits.</summary>
internal static class NetworkScores
{
    /// <summary>The most likely class; −1 where a sigmoid output gives none a probability above 1/2.</summary>
    public static int Predicted(OutputActivation output, ReadOnlySpan<float> logits)
    {
        int best = TargetScores.MostLikely(logits);
        return output == OutputActivation.Sigmoid && logits[best] <= 0 ? -1 : best;
    }

    /// <summary>Probabilities of one row's logits.</summary>
    public static void Probabilities(OutputActivation output, ReadOnlySpan<float> logits, Span<double> scratch, Span<float> probabilities)
    {
        output.Probabilities(logits, scratch);
        for (int i = 0; i < probabilities.Length; i++)
            probabilities[i] = (float)scratch[i];
    }
}
