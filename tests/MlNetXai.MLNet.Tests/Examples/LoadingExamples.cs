using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

public sealed class LoadingExamples
{
    private readonly MLContext mlContext = new(seed: 1);

    [Fact]
    public void LoadFromWfdb_FolderFilesOrLoader_GivesRecords()
    {
        using TemporaryFolder temporary = new();
        string folder = temporary.Path;
        SyntheticEcg.Write(folder, SmallEcg.Options);

        // <example>
        // A folder, a record, or several of either.
        IDataView records = mlContext.Data.LoadFromWfdb(folder);
        IDataView first = mlContext.Data.LoadFromWfdb([Path.Combine(folder, "s001.hea"), Path.Combine(folder, "s002.hea")]);

        // The same through a loader, to which transformers can be appended; the source lists headers by path.
        WfdbLoader loader = mlContext.Data.CreateWfdbLoader();
        IDataView one = loader.Load(new MultiFileSource(Path.Combine(folder, "s001.hea")));
        string[] names = [.. one.GetColumn<string>("Record")];
        // </example>

        Assert.Equal(["s001"], names);
        Assert.Equal((8, 2), (records.GetRowCount(), first.GetRowCount()));
    }

    [Fact]
    public void WfdbLoaderOptions_EachOption_IsHeeded()
    {
        using TemporaryFolder temporary = new();
        string folder = temporary.Path;
        SyntheticEcg.Write(folder, SmallEcg.Options);

        // <example>
        WfdbLoaderOptions options = new()
        {
            Lead = new() { Name = "MLII" },                                           // null: all leads
            Annotator = "atr",                                                        // null: records without annotations
            PatientOfRecord = new Dictionary<string, string> { ["s002"] = "s001" },   // two records of one patient
            HasTruth = true,                                                          // NAME.truth.json beside each record
            Environment = mlContext,                                                  // warnings in MLContext.Log
        };
        IDataView records = mlContext.Data.LoadFromWfdb(folder, options);
        // </example>

        Assert.Equal(["s001", "s001", "s003"], records.Texts("Patient")[..3]);
        Assert.NotNull(records.Schema.GetColumnOrNull("Truth"));
    }

    [Fact]
    public void LoadFromSyntheticEcg_Options_GiveRecords()
    {
        // <example>
        IDataView records = mlContext.Data.LoadFromSyntheticEcg(new() { Patients = 12, Seconds = 20, Seed = 1 });
        float[] signal = records.GetColumn<float[]>("Signal").First();   // [step, lead], mV
        // </example>

        Assert.Equal(7200, signal.Length);
    }
}
