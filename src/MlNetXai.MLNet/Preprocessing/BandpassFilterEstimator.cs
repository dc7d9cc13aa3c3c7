using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Filters;

namespace MlNetXai.MLNet.Preprocessing;

/// <summary>Band-passes every lead of record rows; see <see cref="FirBandPass"/>.</summary>
/// <example>
/// <code>
/// BandpassFilterEstimator estimator = mlContext.Transforms.BandpassFilter("Filtered", "Signal", new() { LowHz = 1, HighHz = 40 });
/// BandpassFilterTransformer filter = estimator.Fit(records);
/// float[] filtered = filter.Transform(records).GetColumn&lt;float[]&gt;("Filtered").First();   // [step, lead], mV
/// </code>
/// </example>
public sealed class BandpassFilterEstimator : IEstimator<BandpassFilterTransformer>
{
    private readonly BandpassFilterTransformer _transformer;

    internal BandpassFilterEstimator(string outputColumn, string inputColumn, FirBandPassOptions options) =>
        _transformer = new(outputColumn, inputColumn, options);

    /// <summary>The step; nothing is learnt from the rows.</summary>
    /// <param name="input">Record rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public BandpassFilterTransformer Fit(IDataView input)
    {
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The input's columns and the filtered signal.</summary>
    /// <param name="inputSchema">Columns of record rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An input column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _transformer.Promise(inputSchema);
}

/// <summary>Fitted <see cref="BandpassFilterEstimator"/>.</summary>
/// <example>
/// <code>
/// BandpassFilterEstimator estimator = mlContext.Transforms.BandpassFilter("Filtered", "Signal", new() { LowHz = 1, HighHz = 40 });
/// BandpassFilterTransformer filter = estimator.Fit(records);
/// float[] filtered = filter.Transform(records).GetColumn&lt;float[]&gt;("Filtered").First();   // [step, lead], mV
/// </code>
/// </example>
public sealed class BandpassFilterTransformer : RecordTransformer
{
    private readonly InputColumn _signal;
    private readonly FirBandPassOptions _options;

    internal BandpassFilterTransformer(string outputColumn, string inputColumn, FirBandPassOptions options)
        : base(new(outputColumn, new VectorDataViewType(NumberDataViewType.Single)), [RecordSteps.Record, RecordSteps.SamplingRateHz, RecordSteps.Leads, RecordSteps.Signal(inputColumn)]) =>
        (_signal, _options) = (RecordSteps.Signal(inputColumn), options);

    private protected override Delegate MakeGetter(DataViewRow input)
    {
        RecordReader record = new(input, _signal);
        LeadSteps steps = new(new() { BandPass = _options });
        float[] memory = [];
        return PerPosition.Getter<float>(input, (ref VBuffer<float> filtered) =>
        {
            record.Read();
            ReadOnlySpan<float> signal = record.Signal;
            VBufferEditor<float> editor = VBufferEditor.Create(ref filtered, signal.Length);
            for (int lead = 0; lead < record.Leads.Count; lead++)
            {
                Span<float> values = RecordSteps.CopyLead(signal, lead, record.Leads.Count, ref memory);
                steps.Filter(values, record.SamplingRateHz, EcgRecording.Place(record.Name, record.Leads[lead]), values);
                for (int i = 0, at = lead; i < values.Length; i++, at += record.Leads.Count)
                    editor.Values[at] = values[i];
            }

            filtered = editor.Commit();
        });
    }
}
