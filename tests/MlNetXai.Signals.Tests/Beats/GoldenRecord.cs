using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Signals.Tests.Beats;

/// <summary>WFDB records made of the golden signal, with annotations where its beats are.</summary>
internal static class GoldenRecord
{
    public const byte N = 1, R = 3, V = 5, Paced = 12, Atrial = 8;

    /// <summary>R of its first kept beats at 360 Hz.</summary>
    public static readonly int[] Beats = [200, 484, 786, 1097, 1412, 1722, 2005];

    public static IReadOnlyList<Annotation> Annotations { get; } =
    [
        new(205, N), new(480, R), new(786, Paced), new(1000, N), new(1090, V), new(1412, Atrial), new(1722, N),
    ];

    /// <summary>Writes a record of 2,300 samples in one lead, MLII.</summary>
    public static void Write(
        string folder, string name, double samplingRateHz = 360, string units = "mV",
        IReadOnlyList<Annotation>? annotations = null, Action<double[]>? change = null)
    {
        double[] millivolts = GoldenSignal.Millivolts(2300);
        change?.Invoke(millivolts);
        WfdbWriter.Write(folder, new()
        {
            Name = name,
            SamplingRateHz = samplingRateHz,
            Signals = [WfdbWriteSignal.FromPhysical("MLII", millivolts) with { Units = units }],
            Annotations = annotations ?? Annotations,
        });
    }
}
