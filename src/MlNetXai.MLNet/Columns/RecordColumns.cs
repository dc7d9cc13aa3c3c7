using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Columns;

/// <summary>Names and types of the columns of record rows.</summary>
/// <remarks>
/// <code>
/// Record            String           name of the record
/// Patient           String           whose record it is
/// SamplingRateHz    Single           samples of each lead per second
/// Leads             Vector&lt;String&gt;   names of the leads, [lead]
/// Signal            Vector&lt;Single&gt;   [step, lead], mV, NaN where invalid
/// AnnotationSample  Vector&lt;Int64&gt;    samples of the annotations
/// AnnotationSymbol  Vector&lt;String&gt;   their mnemonics
/// Truth             String           where truth is known: what the generator put into the record, as text
/// </code>
/// </remarks>
internal static class RecordColumns
{
    public const string Record = "Record";
    public const string Patient = "Patient";
    public const string SamplingRateHz = "SamplingRateHz";
    public const string Leads = "Leads";
    public const string Signal = "Signal";
    public const string AnnotationSample = "AnnotationSample";
    public const string AnnotationSymbol = "AnnotationSymbol";
    public const string Truth = "Truth";

    public static DataViewSchema Schema(bool hasTruth)
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumn(Record, TextDataViewType.Instance);
        builder.AddColumn(Patient, TextDataViewType.Instance);
        builder.AddColumn(SamplingRateHz, NumberDataViewType.Single);
        builder.AddColumn(Leads, new VectorDataViewType(TextDataViewType.Instance));
        builder.AddColumn(Signal, new VectorDataViewType(NumberDataViewType.Single));
        builder.AddColumn(AnnotationSample, new VectorDataViewType(NumberDataViewType.Int64));
        builder.AddColumn(AnnotationSymbol, new VectorDataViewType(TextDataViewType.Instance));
        if (hasTruth)
            builder.AddColumn(Truth, TextDataViewType.Instance);
        return builder.ToSchema();
    }
}
