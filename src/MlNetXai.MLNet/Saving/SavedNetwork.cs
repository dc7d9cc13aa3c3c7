using System.ComponentModel;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetXai.Explanations;
using MlNetXai.MLNet.Blocks;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Saving;

/// <summary>A network in a saved pipeline.</summary>
internal static class SavedNetwork
{
    public const string Kind = "network";

    /// <summary>The stock steps that do the same.</summary>
    public static ITransformer Save(NetworkTransformer network)
    {
        PipelineState state = new(new() { Kind = Kind, Network = network.Columns }, network.ScoringModel);
        MLContext context = new();
        TransformsCatalog t = context.Transforms;
        IDataView classes = context.Data.LoadFromEnumerable(network.Model.Classes.Select(name => new ClassName { Name = name }).ToArray());
        return SavedStep.Fit(
            context,
            state.ToText(),
            SavedStep.Empty(context, network.FeatureColumnName, network.Model.InputShape),
            [SavedStep.Features, SavedStep.Values, SavedStep.Predicted],
            [
                t.CopyColumns(SavedStep.Features, network.FeatureColumnName),
                SavedScores.Mapping(t, network.Model.Classes.Count),
                t.Conversion.MapValueToKey(network.Columns.PredictedLabel, SavedStep.Predicted, keyData: classes),
                t.CopyColumns(network.Columns.Score, SavedStep.Values),
            ]);
    }

    /// <summary>The transformer of a state.</summary>
    public static NetworkTransformer Load(PipelineState state) =>
        new(state.Model, state.Header.Network ?? throw new PipelineFileException("The state of a network names no columns. Save the pipeline again."));

    private sealed class ClassName
    {
        public string Name { get; set; } = "";
    }
}

/// <summary>A row to score; public for ML.NET's sake.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ScoreInput
{
    /// <summary>The row.</summary>
    [ColumnName(SavedStep.Features)]
    public VBuffer<float> Features { get; set; }

    /// <summary>The network's state.</summary>
    [ColumnName(SavedStep.State)]
    public ReadOnlyMemory<char> State { get; set; }
}

/// <summary>Scores of a row; public for ML.NET's sake.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IScoreOutput
{
    /// <summary>Probabilities.</summary>
    VBuffer<float> Score { get; set; }

    /// <summary>Name of the most likely class; empty where there is none.</summary>
    ReadOnlyMemory<char> Predicted { get; set; }
}

/// <summary>Scores rows in a plainly loaded pipeline; public for ML.NET's sake.</summary>
/// <typeparam name="TOutput">A class whose <c>Score</c> has the size of the network's classes: stock evaluators ask for a known size.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ScoreFactory<TOutput> : CustomMappingFactory<ScoreInput, TOutput>
    where TOutput : class, IScoreOutput, new()
{
    private protected ScoreFactory()
    {
    }

    /// <inheritdoc/>
    public override Action<ScoreInput, TOutput> GetMapping()
    {
        StateCache<NetworkTransformer> network = new(SavedNetwork.Load);
        return (input, output) => Score(network.For(input.State), input, output);
    }

    private static void Score(NetworkTransformer transformer, ScoreInput input, TOutput output)
    {
        Network network = transformer.Model;
        Batch row = new(1, network.InputShape.Steps, network.InputShape.Channels);
        RowReader.Copy(input.Features, row.Values, transformer.FeatureColumnName, position: -1);
        float[] logits = new float[network.Classes.Count];
        network.Logits(row, logits);
        VBuffer<float> score = output.Score;
        VBufferEditor<float> editor = VBufferEditor.Create(ref score, logits.Length);
        NetworkScores.Probabilities(network.Output, logits, new double[logits.Length], editor.Values);
        output.Score = editor.Commit();
        output.Predicted = NetworkScores.Predicted(network.Output, logits) is int best and >= 0 ? network.Classes[best].AsMemory() : default;
    }
}
