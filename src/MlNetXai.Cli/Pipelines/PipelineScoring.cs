using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;
using MlNetXai.Runs;
using MlNetXai.Signals.Beats;

namespace MlNetXai.Cli.Pipelines;

/// <summary>What is scored, and how it is read.</summary>
internal sealed record ScoringRequest
{
    /// <summary>A WFDB record or a folder.</summary>
    public required string Input { get; init; }

    /// <summary>A folder, or a file that ends in .csv or .npz.</summary>
    public required string Output { get; init; }

    /// <summary>Leads of a row; null: the first ones.</summary>
    public IReadOnlyList<LeadChoice>? Leads { get; init; }

    /// <summary>Rate of the network's rows where the pipeline does not say it.</summary>
    public double? SamplingRateHz { get; init; }
}

/// <summary>What <see cref="PipelineScoring"/> did.</summary>
/// <param name="Recordings">Recordings read.</param>
/// <param name="Beats">Beats scored and explained.</param>
/// <param name="Files">Files written.</param>
/// <param name="LeftOut">Why columns of the pipeline are not in them.</param>
internal sealed record ScoringResult(int Recordings, long Beats, IReadOnlyList<string> Files, IReadOnlyList<string> LeftOut);

/// <summary>Runs a saved pipeline on new recordings.</summary>
internal static class PipelineScoring
{
    /// <summary>Scores and explains every beat.</summary>
    /// <param name="context">Receives warnings in its log.</param>
    /// <param name="pipeline">Network and explainers.</param>
    /// <param name="request">What is scored.</param>
    /// <param name="progress">Hears of progress.</param>
    /// <param name="cancellation">Stops between beats; nothing is left half-written.</param>
    /// <exception cref="MlNetXaiException">Recordings and pipeline do not fit, or a file cannot be written.</exception>
    public static ScoringResult Run(
        MLContext context, SavedPipeline pipeline, ScoringRequest request, IProgress<ProgressReport> progress, CancellationToken cancellation)
    {
        BeatSource source = BeatSource.Open(context, request.Input, pipeline.RequireNetwork(), request.Leads, request.SamplingRateHz);
        List<string> leftOut = [];
        ScoredColumns columns = Apply(pipeline, source.Beats, leftOut, out IDataView explained);
        long beats = Count(source, progress, cancellation), done = 0;
        if (beats == 0)
            throw new RunException($"{request.Input}: no recording has {string.Join(" and ", source.Leads)}, which the network is to read. Choose another by --lead or --channel.", request.Input);

        // The filter takes nothing away; it is where each beat passes.
        IDataView watched = context.Data.FilterByCustomPredicate<PassingBeat>(explained, _ =>
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(new("score and explain", done++, beats));
            return false;
        });
        IReadOnlyList<string> files = Path.GetExtension(request.Output) == ".npz"
            ? WriteArrays(context, watched, columns, request.Output)
            : BeatTables.Write(watched, columns, request.Output);
        progress.Report(new("score and explain", beats, beats));
        return new(source.Recordings, beats, files, leftOut);
    }

    private static ScoredColumns Apply(SavedPipeline pipeline, IDataView beats, List<string> leftOut, out IDataView explained)
    {
        explained = beats;
        string score = "", predicted = "";
        List<string> attributions = [];
        foreach (ITransformer step in pipeline.Steps)
        {
            try
            {
                DataViewSchema before = explained.Schema;
                if (step is ExplanationTransformer explainer)
                {
                    if (ReadsLabels(explainer, before))
                    {
                        leftOut.Add($"{explainer.OutputColumnName} explains the class of the {explainer.Target}, and new recordings have no labels. Explain ExplanationTarget.Predicted to have it here.");
                        continue;
                    }

                    attributions.AddRange(explainer.OutputColumnNames);
                }

                explained = step.Transform(explained);
                if (step is NetworkTransformer)
                {
                    DataViewSchema.Column[] made = [.. explained.Schema.Skip(before.Count)];
                    score = made.Single(column => column.Type is VectorDataViewType).Name;
                    predicted = made.Single(column => column.Type is KeyDataViewType).Name;
                }
            }
            catch (ArgumentException error)
            {
                throw new PipelineFileException($"does not fit beats of recordings ({UsageException.FirstSentences(error)}). Score it in a program of your own, from the rows it was fitted on.", pipeline.Path, error);
            }
        }

        return new(score, predicted, attributions);
    }

    // A label column that the recordings lack is one that cannot be read, too.
    private static bool ReadsLabels(ExplanationTransformer explainer, DataViewSchema schema)
    {
        if (explainer.Target == ExplanationTarget.Predicted)
            return false;
        DataViewSchema output = explainer.GetOutputSchema(schema);
        IRowToRowMapper mapper = explainer.GetRowToRowMapper(schema);
        return mapper.GetDependencies([output[explainer.OutputColumnNames[0]]]).Any(column => column.Name != explainer.FeatureColumnName);
    }

    private static long Count(BeatSource source, IProgress<ProgressReport> progress, CancellationToken cancellation)
    {
        DataViewSchema.Column column = source.Beats.Schema["Record"];
        using DataViewRowCursor cursor = source.Beats.GetRowCursor([column]);
        ValueGetter<ReadOnlyMemory<char>> getRecord = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> record = default, last = default;
        long beats = 0;
        int recordings = 0;
        for (; cursor.MoveNext(); beats++)
        {
            getRecord(ref record);
            if (beats > 0 && record.Span.SequenceEqual(last.Span))
                continue;
            cancellation.ThrowIfCancellationRequested();
            progress.Report(new("find beats", recordings++, source.Recordings, $"{record}"));
            last = record;
        }

        progress.Report(new("find beats", source.Recordings, source.Recordings));
        return beats;
    }

    private static string[] WriteArrays(MLContext context, IDataView rows, ScoredColumns columns, string path)
    {
        context.Data.SaveAsNumPy(rows, path, ["Record", "BeatSample", "Patient", columns.PredictedLabel, columns.Score, "Features", .. columns.Attributions]);
        return [path];
    }

    private sealed class PassingBeat
    {
        public long BeatSample { get; set; }
    }
}

/// <summary>Columns that scoring gives.</summary>
/// <param name="Score">Class probabilities.</param>
/// <param name="PredictedLabel">The most likely class, a key.</param>
/// <param name="Attributions">What explainers made.</param>
internal sealed record ScoredColumns(string Score, string PredictedLabel, IReadOnlyList<string> Attributions);
