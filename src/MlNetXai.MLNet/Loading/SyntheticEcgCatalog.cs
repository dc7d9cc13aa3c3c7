using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;
using MlNetXai.Signals;
using MlNetXai.Signals.Synthesis;

namespace MlNetXai.MLNet.Loading;

/// <summary>Synthetic recordings as data views.</summary>
/// <example>
/// <code>
/// IDataView records = mlContext.Data.LoadFromSyntheticEcg(new() { Patients = 12, Seconds = 20, Seed = 1 });
/// float[] signal = records.GetColumn&lt;float[]&gt;("Signal").First();   // [step, lead], mV
/// </code>
/// </example>
public static class SyntheticEcgCatalog
{
    /// <summary>Generates a synthetic set as record rows: the values that its files would hold, and the truth.</summary>
    /// <remarks>Columns as those of <see cref="WfdbLoader"/>, and <c>Truth</c> (text): what the generator put into the record. A record is generated when a cursor
    /// reads it; the same options give the same values each time.</remarks>
    /// <param name="catalog">The catalog, <c>mlContext.Data</c>.</param>
    /// <param name="options">Patients, seconds, rate, seed; null for the defaults.</param>
    public static IDataView LoadFromSyntheticEcg(this DataOperationsCatalog catalog, SyntheticEcgOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new RecordView(new Source(options ?? new()), RecordColumns.Schema(hasTruth: true));
    }

    private sealed class Source(SyntheticEcgOptions options) : IRecordSource
    {
        public int Count => options.Patients;

        public bool MayLeaveOut => false;

        public RecordRow Open(int index) => new Row(options, index);
    }

    private sealed class Row(SyntheticEcgOptions options, int index) : RecordRow
    {
        public override string Record => SyntheticEcg.RecordName(index);

        public override string Patient => Record;

        public override float SamplingRateHz => options.SamplingRateHz;

        public override IReadOnlyList<string> Leads => [SyntheticEcg.Lead];

        public override IReadOnlyList<Annotation> Annotations => Generated.Beats;

        public override string Truth => field ??= Generated.Truth.ToJson();

        private SyntheticRecord Generated => field ??= SyntheticEcg.Generate(options, index);

        public override void ReadSignal(ref VBuffer<float> signal)
        {
            float[] stored = Generated.Stored();
            VBufferEditor<float> editor = VBufferEditor.Create(ref signal, stored.Length);
            stored.CopyTo(editor.Values);
            signal = editor.Commit();
        }
    }
}
