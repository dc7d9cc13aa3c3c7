using MlNetXai.Reporting;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Explaining;

/// <summary>How λ1 was chosen; the content of <c>measures/lambda1.json</c>.</summary>
/// <param name="Rows">Validation rows.</param>
/// <param name="Patients">Their patients.</param>
/// <param name="Alpha">Thresholds.</param>
/// <param name="Curves">One per λ1.</param>
/// <param name="Chosen">The λ1 with the largest mean reduction over all thresholds.</param>
public sealed record LambdaSweep(int Rows, int Patients, IReadOnlyList<double> Alpha, IReadOnlyList<LambdaCurve> Curves, double Chosen)
{
    /// <summary>Writes <c>measures/lambda1.json</c> and <c>measures/lambda1.csv</c>.</summary>
    internal void Write(RunFolder folder)
    {
        AtomicFile.WriteText(PathIn(folder), RunJson.Write(this));
        AtomicFile.WriteText(folder.MeasurePath("lambda1"), CsvTable.Format(MeasureTables.Sweep(this)));
    }

    /// <summary>The sweep of a run, or null where λ1 was given.</summary>
    internal static LambdaSweep? Find(RunFolder folder) => File.Exists(PathIn(folder)) ? RunJson.Read<LambdaSweep>(PathIn(folder)) : null;

    /// <summary>Deletes the sweep of an earlier explanation: λ1 is given now.</summary>
    internal static void Delete(RunFolder folder)
    {
        foreach (string path in (string[])[PathIn(folder), folder.MeasurePath("lambda1")])
        {
            if (File.Exists(path))
                File.Delete(path);
        }
    }

    private static string PathIn(RunFolder folder) => Path.ChangeExtension(folder.MeasurePath("lambda1"), ".json");
}

/// <summary>Score reduction of the learned mask for one λ1.</summary>
/// <param name="Lambda1">λ1.</param>
/// <param name="Reduction">Mean reduction, <c>[threshold]</c>.</param>
/// <param name="MeanReduction">Its mean over the thresholds: what is compared.</param>
/// <param name="MaskMinimum">Mean of each mask's smallest raw element.</param>
public sealed record LambdaCurve(double Lambda1, IReadOnlyList<Estimate> Reduction, double MeanReduction, double MaskMinimum);
