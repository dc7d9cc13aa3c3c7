using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.MLNet.Tests.Loading;

/// <summary>Eight synthetic records of ten seconds, and what tests do with such rows.</summary>
internal static class SmallEcg
{
    public static SyntheticEcgOptions Options { get; } = new() { Patients = 8, Seconds = 10, Seed = 42 };

    /// <summary>Record rows of the set.</summary>
    public static IDataView Records(MLContext mlContext) => MlNetXai.MLNet.Loading.SyntheticEcgCatalog.LoadFromSyntheticEcg(mlContext.Data, Options);

    /// <summary>A record of two leads, MLII as in the synthetic set and V5 its negative; format 16, no rounding to speak of.</summary>
    public static void WriteTwoLeads(string folder, string name, int patient = 0)
    {
        SyntheticRecord record = SyntheticEcg.Generate(Options, patient);
        WfdbWriter.Write(folder, new()
        {
            Name = name,
            SamplingRateHz = record.SamplingRateHz,
            Format = 16,
            Signals =
            [
                WfdbWriteSignal.FromPhysical("MLII", record.Millivolts) with { Gain = 2000 },
                WfdbWriteSignal.FromPhysical("V5", [.. record.Millivolts.Select(value => -value)]) with { Gain = 2000 },
            ],
            Annotations = record.Beats,
        });
    }

    public static string[] Texts(this IDataView view, string column) => [.. view.GetColumn<string>(column)];

    public static float[][] Vectors(this IDataView view, string column) => [.. view.GetColumn<VBuffer<float>>(column).Select(value => value.DenseValues().ToArray())];

    public static long[][] Integers(this IDataView view, string column) => [.. view.GetColumn<VBuffer<long>>(column).Select(value => value.DenseValues().ToArray())];

    /// <summary>The exception that others wrap.</summary>
    public static Exception Innermost(this Exception error) => error.InnerException is { } inner ? inner.Innermost() : error;
}
