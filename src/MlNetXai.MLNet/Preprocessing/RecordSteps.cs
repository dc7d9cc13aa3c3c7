using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;
using MlNetXai.Signals.Beats;

namespace MlNetXai.MLNet.Preprocessing;

/// <summary>What the steps over record rows share.</summary>
internal static class RecordSteps
{
    private const string LoadRecords = "Take record rows, as LoadFromWfdb gives them";

    public static InputColumn Record { get; } = Scalar(RecordColumns.Record, TextDataViewType.Instance);

    public static InputColumn Patient { get; } = Scalar(RecordColumns.Patient, TextDataViewType.Instance);

    public static InputColumn SamplingRateHz { get; } = Scalar(RecordColumns.SamplingRateHz, NumberDataViewType.Single);

    public static InputColumn Leads { get; } = Vector(RecordColumns.Leads, TextDataViewType.Instance);

    public static InputColumn AnnotationSample { get; } = Vector(RecordColumns.AnnotationSample, NumberDataViewType.Int64);

    public static InputColumn AnnotationSymbol { get; } = Vector(RecordColumns.AnnotationSymbol, TextDataViewType.Instance);

    public static InputColumn Truth { get; } = Scalar(RecordColumns.Truth, TextDataViewType.Instance);

    public static InputColumn Signal(string name) => new(name, NumberDataViewType.Single, IsVector: true, $"{LoadRecords}, or name the column that holds the signal.");

    public static InputColumn Peaks(string name) => new(name, NumberDataViewType.Int64, IsVector: true, "Add it with DetectBeats.");

    public static NotSupportedException CannotSave(ITransformer step) =>
        new($"{step.GetType().Name} works on recordings and cannot be written into a model file. Save the steps from the beat rows on, with the schema of the beat rows, "
            + "and put this step before the loaded model.");

    /// <summary>Samples of each lead of a signal <c>[step, lead]</c>.</summary>
    /// <exception cref="BeatException">There is no lead, or the leads are not of one length.</exception>
    public static int StepsOf(string record, int values, int leads) => leads > 0 && values % leads == 0
        ? values / leads
        : throw new BeatException(
            $"{record}: the signal has {values} values for {leads} leads; it must have as many for each, and at least one lead. Check the columns Signal and Leads.");

    /// <summary>Copies one lead out of a signal <c>[step, lead]</c>.</summary>
    public static Span<float> CopyLead(ReadOnlySpan<float> signal, int lead, int leads, ref float[] memory)
    {
        int steps = signal.Length / leads;
        if (memory.Length < steps)
            memory = new float[steps];
        Span<float> copy = memory.AsSpan(0, steps);
        for (int i = 0, at = lead; i < steps; i++, at += leads)
            copy[i] = signal[at];
        return copy;
    }

    private static InputColumn Scalar(string name, PrimitiveDataViewType type) => new(name, type, IsVector: false, $"{LoadRecords}.");

    private static InputColumn Vector(string name, PrimitiveDataViewType type) => new(name, type, IsVector: true, $"{LoadRecords}.");
}
