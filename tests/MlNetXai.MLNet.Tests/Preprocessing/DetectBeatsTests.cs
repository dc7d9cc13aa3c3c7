using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.Signals.Beats;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Preprocessing;

public sealed class DetectBeatsTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [Fact]
    public void Transform_SecondLead_FindsItsPeaksAsTheCore()
    {
        using TemporaryFolder folder = new();
        SmallEcg.WriteTwoLeads(folder.Path, "a");
        IDataView filtered = Filter(_mlContext.Data.LoadFromWfdb(folder.Path));
        float[] second = [.. filtered.Vectors("Signal").Single().Where((_, i) => i % 2 == 1)];

        long[] peaks = Detect(filtered, new() { Lead = new() { Name = "V5" } }).Integers("RPeaks").Single();

        Assert.Equal(new LeadSteps().Detect(second, 360, "a").Select(r => (long)r), peaks);
        Assert.NotEqual(Detect(filtered).Integers("RPeaks").Single(), peaks);
    }

    [Fact]
    public void Transform_LeadMissingAndSkipped_HasNoPeaksAndWarns()
    {
        List<string> warnings = [];
        _mlContext.Log += (_, log) =>
        {
            if (log.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(log.RawMessage);
        };

        long[][] peaks = Detect(SmallEcg.Records(_mlContext), new() { Lead = new() { Name = "V5" }, Environment = _mlContext }).Integers("RPeaks");

        Assert.All(peaks, Assert.Empty);
        Assert.Equal(8, warnings.Count);
        Assert.Equal("s001: the record lacks lead V5; it has 0 MLII. It is left out.", warnings[0]);
    }

    [Fact]
    public void Transform_FlatLead_HasNoPeaks()
    {
        IDataView records = _mlContext.Data.LoadFromEnumerable<BandpassFilterTests.Recording>([new() { Signal = new(7200, new float[7200]) }]);

        Assert.Empty(Detect(records).Integers("RPeaks").Single());
    }

    [Fact]
    public void Fit_LeadsMissing_NamesColumnAndRemedy()
    {
        IDataView records = SmallEcg.Records(_mlContext);
        IDataView without = _mlContext.Transforms.DropColumns("Leads").Fit(records).Transform(records);

        Exception error = Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.Transforms.DetectBeats().Fit(without)).Innermost();

        Assert.StartsWith("Could not find input column 'Leads'. Take record rows, as LoadFromWfdb gives them.", error.Message, StringComparison.Ordinal);
    }

    private IDataView Filter(IDataView records) => _mlContext.Transforms.BandpassFilter("Signal").Fit(records).Transform(records);

    private IDataView Detect(IDataView records, DetectBeatsOptions? options = null) => _mlContext.Transforms.DetectBeats(options: options).Fit(records).Transform(records);
}
