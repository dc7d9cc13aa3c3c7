using Microsoft.ML;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Splitting;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.Signals.Splits;
using MlNetXai.Signals.Synthesis;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

public sealed class SplittingExamples
{
    private readonly MLContext mlContext = new(seed: 1);

    [Fact]
    public void SplitByPatient_Beats_GivesThreeParts()
    {
        IDataView beats = Beats();

        // <example>
        SplitByPatientOptions options = new()
        {
            LabelColumnName = "Label",
            PatientColumnName = "Patient",
            Seed = 1,
            Rule = new() { TrainPatients = 6, ValidationPatients = 3, TestPatients = 3 },
        };
        PatientPartition parts = mlContext.Data.SplitByPatient(beats, options);
        (IDataView train, IDataView validation, IDataView test) = (parts.Train, parts.Validation, parts.Test);
        string table = parts.Report.ToString();
        // </example>

        Assert.Equal([6, 3, 3], new[] { train, validation, test }.Select(part => part.Texts("Patient").Distinct().Count()));
        Assert.StartsWith("part        patients", table, StringComparison.Ordinal);
    }

    [Fact]
    public void PatientSplitReport_Parts_SayWhoIsWhere()
    {
        IDataView beats = Beats();
        PatientSplitOptions rule = new() { TrainPatients = 6, ValidationPatients = 3, TestPatients = 3 };

        // <example>
        PatientSplitReport report = mlContext.Data.SplitByPatient(beats, new() { Rule = rule }).Report;
        List<string> lines = [$"seed {report.Seed}, draw {report.Draws}, at least {string.Join(" / ", report.MinimumRows)} rows of each class"];
        foreach (PatientSplitPart part in report.Parts)
        {
            for (int c = 0; c < report.Classes.Count; c++)
                lines.Add($"{part.Name}: {part.Rows[c]} rows of {report.Classes[c]} from {part.PatientsWithClass[c]} of {part.Patients.Count} patients");
        }
        // </example>

        Assert.Equal(13, lines.Count);
    }

    [Fact]
    public void DrawRows_OfAPart_AreEqualPerClass()
    {
        IDataView test = mlContext.Data.Cache(Beats());

        // <example>
        IDataView drawn = mlContext.Data.DrawRows(test, count: 60, labelColumnName: "Label", patientColumnName: "Patient", seed: 1);   // as many of each class as there are
        // </example>

        Assert.Equal([15, 15, 15, 15], drawn.Texts("Label").CountBy(label => label).Select(pair => pair.Value));
    }

    private IDataView Beats()
    {
        IDataView records = mlContext.Data.LoadFromSyntheticEcg(SyntheticEcgOptions.Smoke);
        return mlContext.Transforms.BandpassFilter("Signal").Append(mlContext.Transforms.DetectBeats()).Append(mlContext.Transforms.SegmentBeats())
            .Fit(records).Transform(records);
    }
}
