using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class FeatureAblationTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("feature-ablation");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_GoldenNetwork_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        IReadOnlyList<Segment> segments = ShapleySegmentsTests.Segments(golden);
        double[][] baselines = golden.BaselineOf().Rows;

        double[] values = golden.Twin((row, target, index) =>
            ShapleySegmentsTests.Spread(segments, FeatureAblation.Reference(golden.Reference, row, target, baselines[index], segments)));

        GoldenModels.Close(golden.Expected, values, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("feature-ablation")]
    public void Explain_GoldenNetwork_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        FeatureAblationOptions options = new() { Segments = Segmentation.OfLength(golden.Options.GetProperty("segment_length").GetInt32()), Baseline = golden.BaselineOf().Batch };

        Batch values = new FeatureAblation(options).Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(values.Values), 1e-5);
    }

    [Fact]
    public void Explain_StepsInNoSegment_GetNothing()
    {
        LinearModel model = new(1.0, 2.0, 4.0);
        Batch batch = new(1, 3, 1, new float[] { 1, 1, 1 });

        Batch values = new FeatureAblation(new() { Segments = Segmentation.At([new("QRS", 1, 2)]) }).Explain(model, batch, [0]).Values;

        Assert.Equal([0, 2, 0], values.Values.ToArray());
    }
}
