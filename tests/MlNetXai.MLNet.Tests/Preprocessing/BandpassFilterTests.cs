using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.Signals.Beats;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Preprocessing;

public sealed class BandpassFilterTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [Fact]
    public void Transform_TwoLeads_FiltersEachAsTheCore()
    {
        using TemporaryFolder folder = new();
        SmallEcg.WriteTwoLeads(folder.Path, "a");
        IDataView records = MlNetXai.MLNet.Loading.WfdbCatalog.LoadFromWfdb(_mlContext.Data, folder.Path);
        float[] raw = records.Vectors("Signal").Single();

        float[] filtered = Filter(records, "Filtered").Vectors("Filtered").Single();

        for (int lead = 0; lead < 2; lead++)
        {
            float[] expected = [.. raw.Where((_, i) => i % 2 == lead)];
            new LeadSteps().Filter(expected, 360, "a", expected);
            Assert.Equal(expected, filtered.Where((_, i) => i % 2 == lead));
        }
    }

    [Fact]
    public void Transform_OtherBand_FiltersOtherwise()
    {
        IDataView records = SmallEcg.Records(_mlContext);

        IDataView wide = _mlContext.Transforms.BandpassFilter("Signal", options: new() { LowHz = 1 }).Fit(records).Transform(records);

        Assert.NotEqual(Filter(records, "Signal").Vectors("Signal")[0], wide.Vectors("Signal")[0]);
    }

    [Fact]
    public void GetOutputSchema_SameName_HidesTheRawSignal()
    {
        IDataView filtered = Filter(SmallEcg.Records(_mlContext), "Signal");

        Assert.Equal([true, false], filtered.Schema.Where(column => column.Name == "Signal").Select(column => column.IsHidden));
        Assert.Equal("Vector<Single>", $"{filtered.Schema["Signal"].Type}");
    }

    [Fact]
    public void Transform_ColumnReadTwicePerRow_IsComputedOnce()
    {
        CountedView records = new(SmallEcg.Records(_mlContext));
        IDataView view = Filter(records, "Filtered");
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Filtered"]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Filtered"]);
        VBuffer<float> first = default, second = default;

        while (cursor.MoveNext())
        {
            getter(ref first);
            getter(ref second);
            Assert.Equal(first.DenseValues(), second.DenseValues());
        }

        Assert.Equal(8, records.Values.GetValueOrDefault("Signal"));
    }

    [Fact]
    public void Transform_SparseSignal_EqualsTheDenseOne()
    {
        float[] signal = new float[2000];
        (signal[500], signal[900]) = (1, -1);
        VBuffer<float> sparse = new(signal.Length, 2, [1, -1], [500, 900]), dense = new(signal.Length, signal);

        IDataView view = Filter(_mlContext.Data.LoadFromEnumerable<Recording>([new() { Signal = sparse }, new() { Signal = dense }]), "Filtered");

        float[][] filtered = view.Vectors("Filtered");
        Assert.Equal(filtered[1], filtered[0]);
        Assert.Contains(filtered[0], value => value != 0);
    }

    [Fact]
    public void Predict_OneRecording_IsFiltered()
    {
        Recording recording = new() { Signal = new(2000, [.. Enumerable.Range(0, 2000).Select(i => MathF.Sin(i))]) };
        IDataView records = _mlContext.Data.LoadFromEnumerable([recording]);
        BandpassFilterTransformer filter = _mlContext.Transforms.BandpassFilter("Filtered", "Signal").Fit(records);

        using PredictionEngine<Recording, FilteredRecording> engine = _mlContext.Model.CreatePredictionEngine<Recording, FilteredRecording>(filter);

        Assert.Equal(filter.Transform(records).Vectors("Filtered").Single(), engine.Predict(recording).Filtered.DenseValues());
        Assert.NotEqual(engine.Predict(recording).Filtered.DenseValues(), engine.Predict(new() { Signal = new(2000, new float[2000]) }).Filtered.DenseValues());
    }

    [Fact]
    public void Fit_SignalMissing_NamesColumnAndRemedy()
    {
        IDataView records = SmallEcg.Records(_mlContext);

        Exception error = Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.Transforms.BandpassFilter("Filtered", "Voltage").Fit(records)).Innermost();

        Assert.StartsWith(
            "Could not find input column 'Voltage'. Take record rows, as LoadFromWfdb gives them, or name the column that holds the signal.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_SignalIsText_SaysExpectedAndGot()
    {
        IDataView records = SmallEcg.Records(_mlContext);

        Exception error = Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.Transforms.BandpassFilter("Filtered", "Record").Fit(records)).Innermost();

        Assert.StartsWith("Schema mismatch for input column 'Record': expected Vector<Single>, got String. Take record rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetOutputSchema_ShapeWithoutSignal_Throws()
    {
        IDataView records = _mlContext.Transforms.DropColumns("Signal").Fit(SmallEcg.Records(_mlContext)).Transform(SmallEcg.Records(_mlContext));
        SchemaShape shape = Shapes.Of(records);

        Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.Transforms.BandpassFilter("Signal").GetOutputSchema(shape));
    }

    [Fact]
    public void Transform_InvalidSample_NamesRecordLeadAndSample()
    {
        float[] signal = new float[2000];
        signal[1234] = float.NaN;
        IDataView records = _mlContext.Data.LoadFromEnumerable<Recording>([new() { Signal = new(2000, signal) }]);

        Exception error = Assert.ThrowsAny<Exception>(() => Filter(records, "Filtered").Vectors("Filtered")).Innermost();

        Assert.StartsWith("r1, lead I: 1 of 2000 samples are invalid, the first at sample 1234", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_RateTooLow_SaysSo()
    {
        IDataView records = _mlContext.Data.LoadFromEnumerable<Recording>([new() { SamplingRateHz = 80, Signal = new(2000, new float[2000]) }]);

        Exception error = Assert.ThrowsAny<Exception>(() => Filter(records, "Filtered").Vectors("Filtered")).Innermost();

        Assert.Contains("the sampling rate is 80 Hz and must be above 90 Hz", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_SignalNoMultipleOfItsLeads_SaysSo()
    {
        IDataView records = _mlContext.Data.LoadFromEnumerable<Recording>([new() { Leads = ["I", "II"], Signal = new(2001, new float[2001]) }]);

        Exception error = Assert.ThrowsAny<Exception>(() => Filter(records, "Filtered").Vectors("Filtered")).Innermost();

        Assert.StartsWith("r1: the signal has 2001 values for 2 leads; it must have as many for each", error.Message, StringComparison.Ordinal);
    }

    private IDataView Filter(IDataView records, string output) => _mlContext.Transforms.BandpassFilter(output, "Signal").Fit(records).Transform(records);

    internal sealed class Recording
    {
        public string Record { get; set; } = "r1";

        public float SamplingRateHz { get; set; } = 360;

        public string[] Leads { get; set; } = ["I"];

        public VBuffer<float> Signal { get; set; }
    }

    private sealed class FilteredRecording
    {
        public VBuffer<float> Filtered { get; set; }
    }
}
