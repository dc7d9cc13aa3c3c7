using System.Security.Cryptography;
using MlNetXai.Explanations;
using MlNetXai.Runs.Comparing;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Training;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Comparing;

public sealed class EcgComparisonTests(ComparedRuns runs) : IClassFixture<ComparedRuns>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_TwoNetworks_FillsEveryCellThatFits()
    {
        Assert.Empty(runs.Result.Missing);
        Assert.Equal(
            ["fcn: feature-ablation, grad-cam, input-derivative, random", "lstm: feature-ablation, grad-cam-rnn, input-derivative, random"],
            runs.Result.Cells.GroupBy(cell => cell.Network).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"{group.Key}: {string.Join(", ", group.Select(cell => cell.Method).Distinct().Order(StringComparer.Ordinal))}"));
        Assert.All(
            runs.Result.Cells.Where(cell => cell.Method != "random").GroupBy(cell => (cell.Network, cell.Method)),
            method => Assert.Equal(Enum.GetValues<ComparisonMeasure>(), method.Select(cell => cell.Measure).Order()));
        Assert.All(runs.Result.Cells, cell => Assert.NotEmpty(cell.Figures));
    }

    [Fact]
    public void Run_SameRows_EqualsTheEvaluationOfARun()
    {
        RunFolder run = Copied(runs.Runs[0], "run");
        EcgExplanation.Run(run, new() { Methods = ["input-derivative", "feature-ablation"], Rows = "8" });
        EcgMetrics metrics = EcgEvaluation.Run(run, new() { BootstrapDraws = 100, RandomDraws = 2 });

        foreach (MethodReduction method in metrics.ScoreReduction!.Methods)
        {
            string side = MethodCatalog.Find(method.Method).Salience == SalienceView.Magnitude ? "-magnitude" : "";
            ComparisonCell reduction = Cell(method.Method, ComparisonMeasure.ScoreReduction), localisation = Cell(method.Method, ComparisonMeasure.Localisation);
            LocalisationMetrics truth = metrics.Localisation.Single(row => row.Method == method.Method && row.Class == "all");
            Assert.Equal(method.Reduction, reduction.Curves.Single(curve => curve.Curve == "reduction" + side).Values);
            Assert.Equal(method.FixedShare, reduction.Curves.Single(curve => curve.Curve == "fixed-share" + side).Values);
            Assert.Equal(
                ComparedRuns.Options.PairedAlphas.Select(alpha => method.PairedRandom[(int)Math.Round(20 * alpha)]), reduction.Curves.Single(curve => curve.Curve == "random-choice" + side).Values);
            Assert.Equal(method.Reduction.Average(point => point.Value), reduction.Value("reduction" + side).Value, 1e-12);
            Assert.Equal((truth.AveragePrecision, truth.AveragePrecisionMagnitude, truth.PointingGame), (localisation.Value("auprc"), localisation.Value("auprc-magnitude"), localisation.Value("pointing")));
        }
    }

    [Fact]
    public void Run_QrsOfSyntheticBeats_HasTheSharesOfItsThreeWaves()
    {
        RunFolder run = Copied(runs.Runs[0], "run");
        EcgExplanation.Run(run, new() { Methods = ["feature-ablation"], Rows = "8" });
        EcgMetrics metrics = EcgEvaluation.Run(run, new() { BootstrapDraws = 100, RandomDraws = 2 });

        double waves = metrics.WaveShares.Where(row => row.Class == "N" && row.Wave is "Q" or "R" or "S" && row.Class == "N").Sum(row => row.Share.Value);

        Assert.Equal(waves, Cell("feature-ablation", ComparisonMeasure.Localisation).Value("qrs-share", "N").Value, 1e-9);
    }

    [Fact]
    public void Run_Again_ComputesNothingAndChangesNoFile()
    {
        string output = runs.CopyTo(_folder.File("compared"));
        IReadOnlyDictionary<string, string> before = Hashes(output);
        List<string> stages = [];

        runs.Compare(output, ComparedRuns.Options, new Listener(report => stages.Add(report.Stage)));

        Assert.DoesNotContain("compare", stages);
        Assert.Equal(before, Hashes(output));
    }

    [Fact]
    public void Run_CellsGone_ComeBackWithTheSameBytes()
    {
        string output = runs.CopyTo(_folder.File("compared"));
        IReadOnlyDictionary<string, string> before = Hashes(output);
        File.Delete(Path.Combine(output, "attributions", "lstm", "input-derivative.npz"));
        File.Delete(Path.Combine(output, "cells", "lstm", "input-derivative", "deletion-insertion.json"));
        File.Delete(Path.Combine(output, "cells", "fcn", "grad-cam", "parameter-randomisation.json"));

        runs.Compare(output, ComparedRuns.Options);

        Assert.Equal(before, Hashes(output));
    }

    [Fact]
    public void Run_Cancelled_KeepsCompleteCellsAndNamesTheMissing()
    {
        string output = _folder.File("compared");
        using CancellationTokenSource source = new();
        Listener progress = new(report =>
        {
            if (report.Detail == "fcn, feature-ablation: deletion-insertion")
                source.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => runs.Compare(output, ComparedRuns.Options, progress, source.Token));

        string report = File.ReadAllText(Path.Combine(output, "report.html"));
        Assert.Contains("The table is not whole", report, StringComparison.Ordinal);
        Assert.Contains("fcn, feature-ablation: deletion-insertion", report, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(output, "cells", "fcn", "feature-ablation", "attributions.json")));
        Assert.Empty(runs.Compare(output, ComparedRuns.Options).Missing);
        Assert.Equal(Hashes(runs.CopyTo(_folder.File("whole"))), Hashes(output));
    }

    [Fact]
    public void Report_CellMissing_IsNamedAndNotComputed()
    {
        string output = runs.CopyTo(_folder.File("compared")), cell = Path.Combine(output, "cells", "fcn", "grad-cam", "deletion-insertion.json");
        File.Delete(cell);

        EcgComparisonResult result = EcgComparison.Report(runs.Runs, output, ComparedRuns.Options);

        Assert.Equal(["fcn, grad-cam: deletion-insertion"], result.Missing);
        Assert.False(File.Exists(cell));
        Assert.Contains("missing", File.ReadAllText(Path.Combine(output, "measures", "table-fcn.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_NothingBegun_SaysSo()
    {
        RunException error = Assert.Throws<RunException>(() => EcgComparison.Report(runs.Runs, _folder.File("compared"), ComparedRuns.Options));

        Assert.Contains("no comparison was begun here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FurtherMethod_JoinsThoseThere()
    {
        string output = _folder.File("compared");
        runs.Compare(output, ComparedRuns.Options with { Methods = ["input-derivative"] });

        EcgComparisonResult result = runs.Compare(output, ComparedRuns.Options with { Methods = ["feature-ablation"] });

        Assert.Equal(["input-derivative", "feature-ablation"], result.Comparison.Options.Methods);
        Assert.Empty(result.Missing);
        Assert.NotNull(result.Agreements[0].Find("feature-ablation", "input-derivative"));
        Assert.NotNull(result.Agreements[0].Find("truth", "input-derivative", "N"));
    }

    [Fact]
    public void Run_OtherSettings_SaysWhichAndTheRemedy()
    {
        string output = runs.CopyTo(_folder.File("compared"));

        RunException error = Assert.Throws<RunException>(() => runs.Compare(output, ComparedRuns.Options with { RobustnessRows = 5 }));

        Assert.Contains("options.robustnessRows was 4, not 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("choose another folder with --out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NetworkLeftOut_IsAskedFor()
    {
        string output = runs.CopyTo(_folder.File("compared"));

        RunException error = Assert.Throws<RunException>(() => EcgComparison.Run([runs.Runs[0]], output, ComparedRuns.Options with { Methods = [] }));

        Assert.Contains("network fcn was ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cells/fcn/grad-cam/erasure.json", "{"), InlineData("cells/fcn/grad-cam/erasure.json", "{}")]
    [InlineData("attributions/lstm/grad-cam-rnn.npz", "PK")]
    public void Run_FileDamaged_NamesItAndTheRemedy(string file, string content)
    {
        string output = runs.CopyTo(_folder.File("compared")), path = Path.Combine(output, file);
        File.WriteAllText(path, content);

        RunException error = Assert.Throws<RunException>(() => runs.Compare(output, ComparedRuns.Options));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("Delete it and start the comparison again: the others are kept.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CellOfAnotherMethod_IsRefused()
    {
        string output = runs.CopyTo(_folder.File("compared")), cells = Path.Combine(output, "cells", "fcn");
        File.Copy(Path.Combine(cells, "grad-cam", "erasure.json"), Path.Combine(cells, "input-derivative", "erasure.json"), overwrite: true);

        RunException error = Assert.Throws<RunException>(() => runs.Compare(output, ComparedRuns.Options));

        Assert.Contains("holds erasure of grad-cam on fcn, not what its place says", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OtherTestPatients_NamesBothRuns()
    {
        RunFolder other = EcgTraining.Run(_folder.File("other"), runs.Data.Training with { Split = 2, Epochs = 1 }).Folder;

        RunException error = Assert.Throws<RunException>(() => EcgComparison.Run([runs.Runs[0], other.FullPath], _folder.File("compared"), ComparedRuns.Options));

        Assert.Contains($"{other.FullPath}: has other test patients than {runs.Runs[0]}", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("compared")));
    }

    [Fact]
    public void Run_OtherData_NamesBothRuns()
    {
        RunFolder other = Copied(runs.Runs[1], "other");
        Runs.Manifests.Manifest manifest = other.ReadManifest();
        (manifest with { Inputs = [.. manifest.Inputs.Skip(1)] }).Write(other.ManifestPath);

        RunException error = Assert.Throws<RunException>(() => EcgComparison.Run([runs.Runs[0], other.FullPath], _folder.File("compared"), ComparedRuns.Options));

        Assert.Contains($"{other.FullPath}: was made from other files than {runs.Runs[0]}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RunTwice_IsRefused()
    {
        RunException error = Assert.Throws<RunException>(() => EcgComparison.Run([runs.Runs[0], runs.Runs[0]], _folder.File("compared"), ComparedRuns.Options));

        Assert.Contains("is named twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FolderOfARun_IsNotWrittenInto()
    {
        RunException error = Assert.Throws<RunException>(() => EcgComparison.Run(runs.Runs, runs.Runs[0], ComparedRuns.Options));

        Assert.Contains("is the folder of a run", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(runs.Runs[0], "comparison.json")));
    }

    [Fact]
    public void Run_MethodThatFitsNoNetwork_SaysWhatItNeeds()
    {
        RunException error = Assert.Throws<RunException>(() => EcgComparison.Run([runs.Runs[0]], _folder.File("compared"), ComparedRuns.Options));

        Assert.StartsWith("'grad-cam' cannot explain lstm: it needs ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LayerThatIsNotThere_IsToldBeforeAnyWork()
    {
        EcgComparisonOptions options = ComparedRuns.Options with { Explanation = new() { Settings = ["grad-cam.layer=conv9"] } };

        ArgumentException error = Assert.Throws<ArgumentException>(() => runs.Compare(_folder.File("compared"), options));

        Assert.Contains("conv9", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("compared")));
    }

    [Fact]
    public void Run_Findings_NameNetworkAndMeasure()
    {
        Assert.Contains(runs.Result.Findings, finding => finding.StartsWith("lstm, deleting what is salient against a random choice of the same size", StringComparison.Ordinal));
        Assert.Contains(runs.Result.Findings, finding => finding.StartsWith("fcn", StringComparison.Ordinal) && finding.Contains("all layers are random", StringComparison.Ordinal));
        Assert.Contains(runs.Result.Findings, finding => finding.StartsWith("fcn, all classes: most alike", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_OutOfRange_NameTheFault()
    {
        Assert.Contains("PairedAlphas holds 0.33", Assert.Throws<ArgumentException>(() => new EcgComparisonOptions { PairedAlphas = [0.33] }).Message, StringComparison.Ordinal);
        Assert.Contains("'lime' is not a method that can be compared", Assert.Throws<ArgumentException>(() => new EcgComparisonOptions { Methods = ["lime"] }).Message, StringComparison.Ordinal);
        Assert.Contains("Rows is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new EcgComparisonOptions { Rows = 0 }).Message, StringComparison.Ordinal);
    }

    private ComparisonCell Cell(string method, ComparisonMeasure measure) =>
        runs.Result.Cells.Single(cell => cell.Network == "lstm" && cell.Method == method && cell.Measure == measure);

    private RunFolder Copied(string run, string name)
    {
        ComparedRuns.Copy(run, _folder.File(name));
        return RunFolder.Open(_folder.File(name));
    }

    private static SortedDictionary<string, string> Hashes(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    private sealed class Listener(Action<ProgressReport> heard) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => heard(value);
    }
}
