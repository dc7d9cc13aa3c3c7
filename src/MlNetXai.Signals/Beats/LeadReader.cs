using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Signals.Beats;

/// <summary>One lead of a record in millivolts.</summary>
internal static class LeadReader
{
    /// <summary>Which lead this is, for messages.</summary>
    public static string Place(WfdbRecord record, int signal) => $"{record.HeaderPath}, lead {record.Signals[signal].Lead}";

    /// <summary>All samples of a lead in mV; NaN where invalid.</summary>
    /// <exception cref="BeatException">The lead's unit is no voltage, or the record has no samples or more than memory holds.</exception>
    /// <exception cref="WfdbException">It cannot be read.</exception>
    public static ReadOnlySpan<double> ReadMillivolts(WfdbRecord record, int signal, BeatScratch scratch)
    {
        long samples = record.SampleCount(signal);
        if (samples is 0 or > int.MaxValue / 2)
        {
            throw new BeatException(
                $"{Place(record, signal)}: the record has {samples} samples; it must have some, and at most {int.MaxValue / 2}. Leave it out, or cut it.",
                record.HeaderPath);
        }

        double factor = MillivoltsPer(record, signal);
        Span<double> millivolts = scratch.Input((int)samples);
        record.ReadPhysical(signal, millivolts);
        for (int i = 0; factor != 1 && i < millivolts.Length; i++)
            millivolts[i] *= factor;
        return millivolts;
    }

    private static double MillivoltsPer(WfdbRecord record, int signal)
    {
        string units = record.Signals[signal].Units;
        if (units.Equals("mV", StringComparison.OrdinalIgnoreCase))
            return 1;
        if (units.Equals("uV", StringComparison.OrdinalIgnoreCase) || units.Equals("µV", StringComparison.OrdinalIgnoreCase))
            return 1e-3;
        if (units.Equals("V", StringComparison.OrdinalIgnoreCase))
            return 1e3;
        throw new BeatException($"{Place(record, signal)}: the unit is '{units}' and must be mV, uV or V. Choose a lead of the ECG.", record.HeaderPath);
    }
}
