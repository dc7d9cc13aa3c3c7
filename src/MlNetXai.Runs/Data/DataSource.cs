using MlNetXai.Signals.PhysioNet;
using MlNetXai.Signals.Synthesis;

namespace MlNetXai.Runs.Data;

/// <summary>Which data set a folder holds, as far as its records tell.</summary>
/// <param name="Name">Name with version.</param>
/// <param name="Source">Address or generator.</param>
/// <param name="Licence">Licence of the data.</param>
/// <param name="Citation">How to cite it; empty where it is not known.</param>
/// <param name="IsSynthetic">Whether no patient stands behind it.</param>
public sealed record DataSource(string Name, string Source, string Licence, string Citation = "", bool IsSynthetic = false)
{
    /// <summary>Describes a folder by the names of its records.</summary>
    internal static DataSource Of(string folder, IReadOnlyList<string> records)
    {
        if (SyntheticTruth.Exists(folder))
            return new("Synthetic ECG", "the generator of MlNetXai (sums of waves, truth known at every sample)", "none: generated", IsSynthetic: true);
        if (MitBih.Holds(folder, records))
        {
            return new(
                records.Count == MitBih.Records.Count ? "MIT-BIH Arrhythmia Database 1.0.0" : $"MIT-BIH Arrhythmia Database 1.0.0, {records.Count} of {MitBih.Records.Count} records",
                "https://physionet.org/content/mitdb/1.0.0/",
                "Open Data Commons Attribution License 1.0",
                "Moody GB, Mark RG. The impact of the MIT-BIH Arrhythmia Database. IEEE Eng in Med and Biol 20(3):45–50, 2001. doi:10.13026/C2F305. "
                + "Goldberger A et al. PhysioBank, PhysioToolkit, and PhysioNet. Circulation 101(23):e215–e220, 2000.");
        }

        return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), "a folder of WFDB records", "not known to this program: see where the records come from");
    }
}
