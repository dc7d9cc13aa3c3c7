using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Preprocessing;

/// <summary>Beat rows through a data view against the core's, to the bit.</summary>
public sealed class SegmentBeatsEqualityTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [Theory]
    [InlineData("100", 0), InlineData("100", 1), InlineData("202", 0), InlineData("203", 0), InlineData("217", 1)]
    public void Transform_RecordOfMitDb_EqualsBeatSet(string record, int channel)
    {
        string path = Path.Combine(RealData.Require("mitdb"), record);

        AssertEqual(BeatSet.Load(path, new() { Lead = new() { Channel = channel } }), _mlContext.Data.LoadFromWfdb(path), channel);
    }

    [Fact]
    public void Transform_SyntheticSet_EqualsBeatSetOfItsFiles()
    {
        using TemporaryFolder folder = new();
        SyntheticEcg.Write(folder.Path, SmallEcg.Options);

        AssertEqual(BeatSet.Load(folder.Path), _mlContext.Data.LoadFromWfdb(folder.Path), channel: 0);
        AssertEqual(BeatSet.Load(folder.Path), SmallEcg.Records(_mlContext), channel: 0);
    }

    // A rate that single precision does not hold is rounded alike on both ways.
    [Fact]
    public void Transform_RateThatSinglePrecisionRounds_EqualsBeatSet()
    {
        using TemporaryFolder folder = new();
        SyntheticEcg.Write(folder.Path, SmallEcg.Options);
        string header = folder.File("s001.hea");
        File.WriteAllText(header, File.ReadAllText(header).Replace("s001 1 360 ", "s001 1 333.33 ", StringComparison.Ordinal));

        AssertEqual(
            BeatSet.Load(header, new() { SamplingRateHz = 333.33 }), _mlContext.Data.LoadFromWfdb(header), channel: 0, new() { SamplingRateHz = 333.33 });
    }

    private void AssertEqual(BeatSet expected, IDataView records, int channel, SegmentBeatsOptions? options = null)
    {
        LeadChoice lead = new() { Channel = channel };
        IDataView beats = _mlContext.Transforms.BandpassFilter("Signal")
            .Append(_mlContext.Transforms.DetectBeats(options: new() { Lead = lead }))
            .Append(_mlContext.Transforms.SegmentBeats((options ?? new()) with { Leads = [lead] }))
            .Fit(records).Transform(records);

        float[][] features = beats.Vectors("Features");
        Assert.Equal(expected.Beats.Count, features.Length);
        Assert.Equal(expected.Values.Values.ToArray(), features.SelectMany(row => row));
        Assert.Equal(expected.Beats.Select(beat => beat.Label), beats.Texts("Label"));
        Assert.Equal(expected.Beats.Select(beat => beat.Patient), beats.Texts("Patient"));
        Assert.Equal(expected.Beats.Select(beat => beat.Record), beats.Texts("Record"));
        Assert.Equal(expected.Beats.Select(beat => beat.Sample), beats.GetColumn<long>("BeatSample"));
    }
}
