using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;

namespace MlNetXai.Cli.Pipelines;

/// <summary>A saved pipeline, loaded: its steps one after another, and what a reader of the file must know.</summary>
internal sealed class SavedPipeline
{
    private SavedPipeline(string path, IReadOnlyList<ITransformer> steps, DataViewSchema? input) => (Path, Steps, Input) = (path, steps, input);

    public string Path { get; }

    public IReadOnlyList<ITransformer> Steps { get; }

    /// <summary>Columns that the pipeline was fitted on; null where the file does not say.</summary>
    public DataViewSchema? Input { get; }

    public long Bytes => new FileInfo(Path).Length;

    /// <summary>Rows of patient data that explainers carry as baselines.</summary>
    public int PatientRows => Steps.OfType<ExplanationTransformer>().Sum(step => step.StoredRows);

    /// <summary>The last network; null where there is none.</summary>
    public NetworkTransformer? Network => Steps.OfType<NetworkTransformer>().LastOrDefault();

    /// <summary>Loads a file, having looked at what it names.</summary>
    /// <exception cref="PipelineFileException">It is missing, damaged, foreign or of another build.</exception>
    public static SavedPipeline Load(MLContext context, string path)
    {
        ITransformer loaded = context.Model.LoadExplained(path, out DataViewSchema? input);
        return new(path, [.. Flat(loaded)], input);
    }

    /// <summary>The network.</summary>
    /// <exception cref="PipelineFileException">The pipeline has none.</exception>
    public NetworkTransformer RequireNetwork() => Network
        ?? throw new PipelineFileException("holds no network of this library, so recordings cannot be cut into what it reads. Score it in a program of your own, from the rows it was fitted on.", Path);

    /// <summary>Columns that each step adds, by name and type; empty where the file does not say what goes in.</summary>
    public IReadOnlyList<IReadOnlyList<DataViewSchema.Column>> Made()
    {
        List<IReadOnlyList<DataViewSchema.Column>> made = [];
        DataViewSchema? before = Input;
        foreach (ITransformer step in Steps)
        {
            DataViewSchema? after = before is null ? null : step.GetOutputSchema(before);
            made.Add(after is null ? [] : [.. after.Skip(before!.Count)]);
            before = after;
        }

        return made;
    }

    private static IEnumerable<ITransformer> Flat(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [model];
}
