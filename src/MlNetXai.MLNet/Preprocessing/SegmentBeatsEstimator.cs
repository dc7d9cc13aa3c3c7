using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;
using MlNetXai.Signals.Beats;

namespace MlNetXai.MLNet.Preprocessing;

/// <summary>Cuts record rows into beat rows: one row per labelled beat, patient and time kept.</summary>
/// <remarks>Columns: <c>Features</c> (Vector&lt;Single, T, D&gt;, <c>[step, lead]</c>, mV; slot names <c>t{step}</c> for one lead, else <c>{lead}@t{step}</c>), <c>Label</c>,
/// <c>Patient</c>, <c>Record</c> (text), <c>BeatSample</c> (Int64: R, in samples from the record's start), and, where the records have <c>Truth</c>, <c>Evidence</c>
/// (Vector&lt;Single, T&gt;: 1 where the class shows, else 0) and <c>Waves</c> (Vector&lt;Single, 15&gt;: onset, peak and end of P, Q, R, S and T, in steps of the row; NaN for a
/// wave that the beat lacks). Labels are those of the annotations, by the rule of <see cref="BeatLabels"/>; rows equal those of
/// <see cref="BeatSet"/> to the bit.</remarks>
/// <example>
/// <code>
/// IEstimator&lt;ITransformer&gt; pipeline = mlContext.Transforms.BandpassFilter("Signal")
///     .Append(mlContext.Transforms.DetectBeats("RPeaks", "Signal"))
///     .Append(mlContext.Transforms.SegmentBeats());
/// IDataView beats = pipeline.Fit(records).Transform(records);
/// string[] labels = [.. beats.GetColumn&lt;string&gt;("Label")];
/// float[] features = beats.GetColumn&lt;float[]&gt;("Features").First();   // [step, lead], mV
/// </code>
/// </example>
public sealed class SegmentBeatsEstimator : IEstimator<SegmentBeatsTransformer>
{
    private readonly SegmentBeatsTransformer _transformer;

    internal SegmentBeatsEstimator(SegmentBeatsOptions options) => _transformer = new(options);

    /// <summary>The step; nothing is learnt from the rows.</summary>
    /// <param name="input">Record rows with R peaks.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public SegmentBeatsTransformer Fit(IDataView input)
    {
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The columns of beat rows.</summary>
    /// <param name="inputSchema">Columns of record rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        foreach (InputColumn input in _transformer.Inputs)
            input.Require(inputSchema);
        bool hasTruth = RecordSteps.Truth.IsIn(inputSchema);
        if (hasTruth)
            RecordSteps.Truth.Require(inputSchema);
        return ShapeColumns.Only(_transformer.Columns(hasTruth));
    }
}

/// <summary>Fitted <see cref="SegmentBeatsEstimator"/>.</summary>
/// <example>
/// <code>
/// SegmentBeatsOptions options = new()
/// {
///     SignalColumnName = "Signal",
///     PeaksColumnName = "RPeaks",
///     Leads = [new() { Name = "MLII" }],   // D = 1; more leads make Features [step, lead]
///     Beats = BeatChoice.OfClasses,
///     Classes = ["N", "R", "/", "V"],
///     SamplingRateHz = 360,
///     BeforeSeconds = 0.2,
///     AfterSeconds = 0.4,
///     LabelToleranceMs = 150,
///     Environment = mlContext,             // warnings of missing leads in MLContext.Log
/// };
/// SegmentBeatsEstimator estimator = mlContext.Transforms.SegmentBeats(options);
/// SegmentBeatsTransformer cutter = estimator.Fit(withPeaks);
/// IDataView beats = cutter.Transform(withPeaks);
/// </code>
/// </example>
public sealed class SegmentBeatsTransformer : ITransformer
{
    private readonly WarningLog _log;

    internal SegmentBeatsTransformer(SegmentBeatsOptions options)
    {
        Options = options;
        Rules = options.ToBeatSetOptions();
        Window = new BeatSegmenter(Rules.Segmentation).WindowSamples(options.SamplingRateHz);
        Signal = RecordSteps.Signal(options.SignalColumnName);
        Peaks = RecordSteps.Peaks(options.PeaksColumnName);
        Inputs =
        [
            RecordSteps.Record, RecordSteps.Patient, RecordSteps.SamplingRateHz, RecordSteps.Leads, Signal, RecordSteps.AnnotationSample, RecordSteps.AnnotationSymbol, Peaks,
        ];
        _log = new(options.Environment, nameof(SegmentBeatsTransformer));
    }

    /// <summary>False: one row in, many rows out.</summary>
    public bool IsRowToRowMapper => false;

    internal SegmentBeatsOptions Options { get; }

    /// <summary>Windows, tolerance, classes for the core.</summary>
    internal BeatSetOptions Rules { get; }

    /// <summary>Samples of a row before R, and from R on.</summary>
    internal (int Before, int After) Window { get; }

    internal InputColumn Signal { get; }

    internal InputColumn Peaks { get; }

    /// <summary>Columns that the step reads, but for the truth.</summary>
    internal IReadOnlyList<InputColumn> Inputs { get; }

    /// <summary>The columns of beat rows.</summary>
    /// <param name="inputSchema">Columns of record rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        foreach (InputColumn input in Inputs)
            input.Find(inputSchema);
        bool hasTruth = inputSchema.GetColumnOrNull(RecordColumns.Truth) is not null;
        if (hasTruth)
            RecordSteps.Truth.Find(inputSchema);
        DataViewSchema.Builder builder = new();
        builder.AddColumns(Columns(hasTruth));
        return builder.ToSchema();
    }

    /// <summary>The beats of the records as rows; nothing is computed before a cursor asks for it.</summary>
    /// <param name="input">Record rows with R peaks.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public IDataView Transform(IDataView input) => new BeatView(input, this, GetOutputSchema(input.Schema));

    /// <summary>Not possible: a record has many beats.</summary>
    /// <param name="inputSchema">Not looked at.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        throw new InvalidOperationException($"{nameof(SegmentBeatsTransformer)} makes many rows of one and is no row-to-row mapper. Use Transform, and map rows from the beats on.");

    /// <summary>Not possible: steps over recordings stay outside of model files.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw RecordSteps.CannotSave(this);

    /// <summary>The columns of beat rows.</summary>
    internal IEnumerable<DataViewSchema.DetachedColumn> Columns(bool hasTruth)
    {
        RowShape row = new(Window.Before + Window.After, Options.Leads.Count), one = new(row.Steps, 1);
        yield return new(BeatColumns.Features, InputColumns.VectorOf(row), ColumnAnnotations.WithSlots(ColumnAnnotations.RowSlots(row, Options.LeadNames)));
        yield return new(BeatColumns.Label, TextDataViewType.Instance);
        yield return new(BeatColumns.Patient, TextDataViewType.Instance);
        yield return new(BeatColumns.Record, TextDataViewType.Instance);
        yield return new(BeatColumns.BeatSample, NumberDataViewType.Int64);
        if (!hasTruth)
            yield break;
        yield return new(BeatColumns.Evidence, new VectorDataViewType(NumberDataViewType.Single, one.Steps), ColumnAnnotations.WithSlots(ColumnAnnotations.RowSlots(one)));
        yield return new(BeatColumns.Waves, WaveColumn.Type, WaveColumn.Annotations);
    }

    internal void Warn(IEnumerable<string> warnings) => _log.Add(warnings);
}
