using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Loading;
using MlNetXai.Signals;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Loading;

public sealed class WfdbLoaderTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GetOutputSchema_Default_HasTheColumnsOfRecordRows()
    {
        DataViewSchema schema = _mlContext.Data.CreateWfdbLoader().GetOutputSchema();

        Assert.Equal(
            [
                "Record String", "Patient String", "SamplingRateHz Single", "Leads Vector<String>", "Signal Vector<Single>", "AnnotationSample Vector<Int64>",
                "AnnotationSymbol Vector<String>",
            ],
            schema.Select(column => $"{column.Name} {column.Type}"));
    }

    [Fact]
    public void Load_TwoLeads_GivesSignalStepMajorInMillivolts()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");
        var record = WfdbRecord.Open(_folder.File("a"));
        double[] first = record.ReadPhysical(0), second = record.ReadPhysical(1);

        IDataView view = _mlContext.Data.LoadFromWfdb(_folder.Path);

        Assert.Equal(["MLII", "V5"], view.GetColumn<string[]>("Leads").Single());
        Assert.Equal(first.Zip(second, (a, b) => new[] { (float)a, (float)b }).SelectMany(pair => pair), view.Vectors("Signal").Single());
        Assert.Equal(360, view.GetColumn<float>("SamplingRateHz").Single());
    }

    [Fact]
    public void Load_Annotations_GivesSamplesAndSymbols()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");
        IReadOnlyList<Annotation> annotations = SyntheticEcg.Generate(SmallEcg.Options, 0).Beats;

        IDataView view = _mlContext.Data.LoadFromWfdb(_folder.Path);

        Assert.Equal(annotations.Select(annotation => annotation.Sample), view.Integers("AnnotationSample").Single());
        Assert.Equal(annotations.Select(annotation => AnnotationCodes.Symbol(annotation.Code)), view.GetColumn<string[]>("AnnotationSymbol").Single());
    }

    [Theory]
    [InlineData("uV", 1e-3), InlineData("V", 1e3)]
    public void Load_OtherVoltageUnit_IsConverted(string units, double factor)
    {
        double[] samples = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        WfdbWriter.Write(_folder.Path, new()
        {
            Name = "a",
            SamplingRateHz = 100,
            Signals = [WfdbWriteSignal.FromPhysical("I", samples) with { Gain = 1, Units = units }],
        });

        float[] signal = _mlContext.Data.LoadFromWfdb(_folder.Path).Vectors("Signal").Single();

        Assert.Equal(samples.Select(value => (float)(value * factor)), signal);
    }

    [Fact]
    public void Load_OneLeadByName_ReadsIt()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");

        IDataView view = _mlContext.Data.LoadFromWfdb(_folder.Path, new() { Lead = new() { Name = "v5" } });

        Assert.Equal(["V5"], view.GetColumn<string[]>("Leads").Single());
        Assert.Equal(3600, view.Vectors("Signal").Single().Length);
    }

    [Fact]
    public void Load_RecordWithoutTheLead_IsLeftOutWithOneWarning()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");
        SyntheticEcg.Write(_folder.Path, SmallEcg.Options);
        File.Delete(_folder.File("RECORDS"));
        List<string> warnings = [];
        _mlContext.Log += (_, log) =>
        {
            if (log.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(log.RawMessage);
        };

        IDataView view = _mlContext.Data.LoadFromWfdb([_folder.File("s001"), _folder.File("a")], new() { Lead = new() { Name = "V5" }, Environment = _mlContext });

        Assert.Null(view.GetRowCount());
        Assert.Equal(["a"], view.Texts("Record"));
        Assert.Equal(["a"], view.Texts("Record"));
        Assert.EndsWith("s001.hea: the record lacks lead V5; it has 0 MLII. It is left out.", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RecordWithoutTheLeadAndPolicyError_Throws()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");

        IDataView view = _mlContext.Data.LoadFromWfdb(_folder.Path, new() { Lead = new() { Name = "V1", Missing = MissingLeadPolicy.Error } });
        BeatException error = Assert.Throws<BeatException>(() => view.Texts("Record"));

        Assert.Contains("lacks lead V1; it has 0 MLII, 1 V5. Choose another lead", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LeadsOfTwoRates_SaysWhichAndWhatToDo()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");
        string[] lines = File.ReadAllLines(_folder.File("a.hea"));
        lines[1] = lines[1].Replace("a.dat 16 ", "a.dat 16x2 ", StringComparison.Ordinal);
        File.WriteAllLines(_folder.File("a.hea"), lines);

        BeatException error = Assert.Throws<BeatException>(() => _mlContext.Data.LoadFromWfdb(_folder.Path).Texts("Record"));

        Assert.Contains("lead V5 has 360 Hz and lead MLII 720 Hz, but leads read together must share one rate. Choose one lead.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RecordWithoutSignals_SaysSo()
    {
        WfdbWriter.Write(_folder.Path, new() { Name = "a", SamplingRateHz = 360, Signals = [] });

        BeatException error = Assert.Throws<BeatException>(() => _mlContext.Data.LoadFromWfdb(_folder.Path).Texts("Record"));

        Assert.Contains("the record has no signals and must have at least one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LeadOfAnotherUnit_NamesIt()
    {
        WfdbWriter.Write(_folder.Path, new()
        {
            Name = "a",
            SamplingRateHz = 100,
            Signals = [WfdbWriteSignal.FromPhysical("ABP", new double[100]) with { Units = "mmHg" }],
        });

        BeatException error = Assert.Throws<BeatException>(() => _mlContext.Data.LoadFromWfdb(_folder.Path).Vectors("Signal"));

        Assert.Contains("lead ABP: the unit is 'mmHg' and must be mV, uV or V", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OnlyNamesActive_ReadsNoSignalAndNoAnnotationFile()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");
        File.Delete(_folder.File("a.dat"));
        File.Delete(_folder.File("a.atr"));

        IDataView view = _mlContext.Data.LoadFromWfdb(_folder.Path);

        Assert.Equal(["a"], view.Texts("Record"));
        Assert.Equal(["MLII", "V5"], view.GetColumn<string[]>("Leads").Single());
        Assert.Throws<WfdbException>(() => view.Vectors("Signal"));
        Assert.Throws<WfdbException>(() => view.Integers("AnnotationSample"));
    }

    [Fact]
    public void Load_WithoutAnnotator_HasNoAnnotations()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");
        File.Delete(_folder.File("a.atr"));

        IDataView view = _mlContext.Data.LoadFromWfdb(_folder.Path, new() { Annotator = null });

        Assert.Empty(view.Integers("AnnotationSample").Single());
        Assert.Empty(view.GetColumn<string[]>("AnnotationSymbol").Single());
    }

    [Fact]
    public void Load_RecordsNamedAsInMitBih_MergesPatient201()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "100");
        SmallEcg.WriteTwoLeads(_folder.Path, "202");

        Assert.Equal(["100", "201"], _mlContext.Data.LoadFromWfdb(_folder.Path).Texts("Patient"));
        Assert.Equal(["x", "202"], _mlContext.Data.LoadFromWfdb(_folder.Path, new() { PatientOfRecord = new Dictionary<string, string> { ["100"] = "x" } }).Texts("Patient"));
    }

    [Fact]
    public void Load_OtherRecordsBeside202_KeepsItsPatient()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "202");
        SmallEcg.WriteTwoLeads(_folder.Path, "mine");

        Assert.Equal(["202", "mine"], _mlContext.Data.LoadFromWfdb(_folder.Path).Texts("Patient"));
    }

    [Fact]
    public void Load_Source_ListsHeadersInItsOrder()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");
        SmallEcg.WriteTwoLeads(_folder.Path, "b");
        WfdbLoader loader = _mlContext.Data.CreateWfdbLoader();

        IDataView view = loader.Load(new MultiFileSource(_folder.File("b.hea"), _folder.File("a.hea")));

        Assert.Equal(["b", "a"], view.Texts("Record"));
        Assert.Equal(2, view.GetRowCount());
    }

    [Fact]
    public void Load_SourceWithoutFiles_SaysWhatToGive()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => _mlContext.Data.CreateWfdbLoader().Load(new MultiFileSource([])));

        Assert.StartsWith("The source lists no path; it must list at least one WFDB header.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SourceOfStreams_SaysThatPathsAreNeeded()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => _mlContext.Data.CreateWfdbLoader().Load(new StreamSource()));

        Assert.StartsWith("Stream 0 of the source has no path; WFDB headers must be given by path", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadFromWfdb_FolderWithoutRecords_SaysSo()
    {
        WfdbException error = Assert.Throws<WfdbException>(() => _mlContext.Data.LoadFromWfdb(_folder.Path));

        Assert.Contains("a folder without records", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadFromWfdb_NoSuchRecord_SaysSo() =>
        Assert.Throws<WfdbException>(() => _mlContext.Data.LoadFromWfdb(_folder.File("nothing.hea")));

    [Fact]
    public void Load_TransformerAppended_GivesItsColumns()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");
        WfdbLoader loader = _mlContext.Data.CreateWfdbLoader();
        ITransformer copy = _mlContext.Transforms.CopyColumns("Name", "Record").Fit(loader.Load(_folder.File("a.hea")));

        IDataView view = loader.Append(copy).Load(new MultiFileSource(_folder.File("a.hea")));

        Assert.Equal(["a"], view.Texts("Name"));
    }

    [Fact]
    public void Save_Loader_NamesTheRemedy()
    {
        SmallEcg.WriteTwoLeads(_folder.Path, "a");
        WfdbLoader loader = _mlContext.Data.CreateWfdbLoader();
        ITransformer copy = _mlContext.Transforms.CopyColumns("Name", "Record").Fit(loader.Load(_folder.File("a.hea")));
        using MemoryStream stream = new();

        Exception error = Assert.ThrowsAny<Exception>(() => _mlContext.Model.Save(copy, loader, stream)).Innermost();

        Assert.IsType<NotSupportedException>(error);
        Assert.EndsWith(
            "cannot be written into a model file; save with `Save(model, view.Schema, path)` and load the data with `LoadFromWfdb`.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetRowCursor_Twice_GivesTheSameRowsAndIds()
    {
        SyntheticEcg.Write(_folder.Path, SmallEcg.Options);
        IDataView view = _mlContext.Data.LoadFromWfdb(_folder.Path);

        Assert.Equal(Ids(view), Ids(view));
        Assert.Equal(view.Vectors("Signal"), view.Vectors("Signal"));
        Assert.Equal(8, Ids(view).Distinct().Count());
    }

    [Fact]
    public void GetGetter_OutsideOfRows_Throws()
    {
        IDataView view = SmallEcg.Records(_mlContext);
        DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Record"]]);
        ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Record"]);
        ReadOnlyMemory<char> value = default;

        Assert.Equal(-1, cursor.Position);
        Assert.Throws<InvalidOperationException>(() => getter(ref value));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Patient"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(view.Schema["Record"]));
        while (cursor.MoveNext())
            getter(ref value);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
        Assert.Equal("s008", value.ToString());
    }

    private static List<DataViewRowId> Ids(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        List<DataViewRowId> ids = [];
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            ids.Add(id);
        }

        return ids;
    }

    private sealed class StreamSource : IMultiStreamSource
    {
        public int Count => 1;

        public string? GetPathOrNull(int index) => null;

        public Stream Open(int index) => Stream.Null;

        public TextReader OpenTextReader(int index) => TextReader.Null;
    }
}
