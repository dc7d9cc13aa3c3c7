using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetXai.MLNet.Columns;
using MlNetXai.Signals.Beats;

namespace MlNetXai.MLNet.Preprocessing;

/// <summary>Settings of <see cref="DetectBeatsEstimator"/>.</summary>
/// <example>
/// <code>
/// DetectBeatsOptions options = new()
/// {
///     Lead = new() { Name = "MLII", Missing = MissingLeadPolicy.FirstChannel },
///     Environment = mlContext,   // warnings of missing leads in MLContext.Log
/// };
/// DetectBeatsEstimator estimator = mlContext.Transforms.DetectBeats("RPeaks", "Signal", options);
/// DetectBeatsTransformer detector = estimator.Fit(filtered);
/// long[] peaks = detector.Transform(filtered).GetColumn&lt;long[]&gt;("RPeaks").First();   // samples
/// </code>
/// </example>
public sealed record DetectBeatsOptions
{
    /// <summary>Which lead beats are looked for in; a record that lacks it and is skipped has none. Default: the first.</summary>
    public LeadChoice Lead { get; init; } = new();

    /// <summary>Whose log receives warnings of missing leads; an <see cref="MLContext"/> is one. Null (the default) for none.</summary>
    public IHostEnvironment? Environment { get; init; }
}

/// <summary>Finds the R peaks of record rows: the Hamilton detector, then R moved to the highest sample within ±0.05 s.</summary>
/// <remarks>The signal must be band-passed before, as <c>BandpassFilter</c> does it.</remarks>
/// <example>
/// <code>
/// DetectBeatsOptions options = new()
/// {
///     Lead = new() { Name = "MLII", Missing = MissingLeadPolicy.FirstChannel },
///     Environment = mlContext,   // warnings of missing leads in MLContext.Log
/// };
/// DetectBeatsEstimator estimator = mlContext.Transforms.DetectBeats("RPeaks", "Signal", options);
/// DetectBeatsTransformer detector = estimator.Fit(filtered);
/// long[] peaks = detector.Transform(filtered).GetColumn&lt;long[]&gt;("RPeaks").First();   // samples
/// </code>
/// </example>
public sealed class DetectBeatsEstimator : IEstimator<DetectBeatsTransformer>
{
    private readonly DetectBeatsTransformer _transformer;

    internal DetectBeatsEstimator(string outputColumn, string inputColumn, DetectBeatsOptions options) =>
        _transformer = new(outputColumn, inputColumn, options);

    /// <summary>The step; nothing is learnt from the rows.</summary>
    /// <param name="input">Record rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public DetectBeatsTransformer Fit(IDataView input)
    {
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The input's columns and the R peaks.</summary>
    /// <param name="inputSchema">Columns of record rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _transformer.Promise(inputSchema);
}

/// <summary>Fitted <see cref="DetectBeatsEstimator"/>.</summary>
/// <example>
/// <code>
/// DetectBeatsOptions options = new()
/// {
///     Lead = new() { Name = "MLII", Missing = MissingLeadPolicy.FirstChannel },
///     Environment = mlContext,   // warnings of missing leads in MLContext.Log
/// };
/// DetectBeatsEstimator estimator = mlContext.Transforms.DetectBeats("RPeaks", "Signal", options);
/// DetectBeatsTransformer detector = estimator.Fit(filtered);
/// long[] peaks = detector.Transform(filtered).GetColumn&lt;long[]&gt;("RPeaks").First();   // samples
/// </code>
/// </example>
public sealed class DetectBeatsTransformer : RecordTransformer
{
    private readonly InputColumn _signal;
    private readonly DetectBeatsOptions _options;
    private readonly WarningLog _log;

    internal DetectBeatsTransformer(string outputColumn, string inputColumn, DetectBeatsOptions options)
        : base(new(outputColumn, new VectorDataViewType(NumberDataViewType.Int64)), [RecordSteps.Record, RecordSteps.SamplingRateHz, RecordSteps.Leads, RecordSteps.Signal(inputColumn)]) =>
        (_signal, _options, _log) = (RecordSteps.Signal(inputColumn), options, new(options.Environment, nameof(DetectBeatsTransformer)));

    private protected override Delegate MakeGetter(DataViewRow input)
    {
        RecordReader record = new(input, _signal);
        LeadSteps steps = new();
        float[] memory = [];
        return PerPosition.Getter<long>(input, (ref VBuffer<long> peaks) =>
        {
            record.Read();
            List<string> warnings = [];
            IReadOnlyList<int> found = [];
            if (_options.Lead.Find(record.Name, record.Leads, warnings) is int lead)
            {
                Span<float> values = RecordSteps.CopyLead(record.Signal, lead, record.Leads.Count, ref memory);
                found = steps.Detect(values, record.SamplingRateHz, EcgRecording.Place(record.Name, record.Leads[lead]));
            }

            _log.Add(warnings);
            VBufferEditor<long> editor = VBufferEditor.Create(ref peaks, found.Count);
            for (int i = 0; i < found.Count; i++)
                editor.Values[i] = found[i];
            peaks = editor.Commit();
        });
    }
}
