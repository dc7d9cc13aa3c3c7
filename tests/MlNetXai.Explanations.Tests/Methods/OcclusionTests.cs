using System.Text.Json;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class OcclusionTests
{
    public static TheoryData<string> StudyACases => GoldenModels.Ids("occlusion-study-a");

    public static TheoryData<string> CaptumCases => GoldenModels.Ids("occlusion-captum");

    // Single precision at the border: 1e-5 of the largest value, as the golden file states.
    [Theory]
    [MemberData(nameof(StudyACases))]
    public void Explain_StudyAWindows_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        OcclusionOptions options = new()
        {
            Windows = golden.Options.TryGetProperty("block", out JsonElement block)
                ? OcclusionWindows.Block(4, 6, block[0].GetInt32(), block[1].GetInt32())
                : OcclusionWindows.StudyA(golden.Options.GetProperty("width").GetInt32()),
            Baseline = Baseline.Constant(golden.Options.GetProperty("k").GetSingle()),
        };

        foreach (ILogits model in golden.Models)
        {
            Batch values = new Occlusion(options).Explain(model, golden.Input, golden.Targets).Values;

            GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(values.Values), 1e-5);
            GoldenModels.Close(golden.Extra("scaled"), GoldenModels.ToDouble(Scaling.ZeroToOne(values).Values), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(CaptumCases))]
    public void Explain_CaptumWindows_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        int[] window = Integers("window"), stride = Integers("stride");
        OcclusionOptions options = new()
        {
            Windows = window.Length == 1
                ? OcclusionWindows.Captum(window[0], stride[0])
                : OcclusionWindows.Captum(window[0], stride[0], window[1], stride[1]),
            Baseline = golden.Options.GetProperty("baseline").GetString() switch
            {
                "zero" => Baseline.Zero,
                "stored" => Baseline.Rows(golden.Baseline!),
                string value => Baseline.Constant(float.Parse(value)),
                null => throw new JsonException(),
            },
        };

        foreach (ILogits model in golden.Models)
        {
            Batch values = new Occlusion(options).Explain(model, golden.Input, golden.Targets).Values;

            GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(values.Values), 1e-5);
        }

        int[] Integers(string name) => [.. golden.Options.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void Explain_WithPrefixStates_SameBitsAsWithoutAndFewerSteps(int width)
    {
        (ReferenceLstm model, Batch input, int[] targets) = GoldenModels.Lstm("lstm2");
        Occlusion method = new(new() { Windows = OcclusionWindows.StudyA(width) });
        LogitsOnly plain = new(model);

        float[] whole = method.Explain(plain, input, targets).Values.Values.ToArray();
        long stepsPlain = model.StepsRun;
        float[] resumed = method.Explain(model, input, targets).Values.Values.ToArray();

        Assert.Equal(whole, resumed);
        Assert.True(model.StepsRun - stepsPlain <= stepsPlain);
    }

    [Fact]
    public void Explain_EngineWithPrefixStates_SameBitsAsWithout()
    {
        GoldenCase golden = GoldenModels.Case("lstm2/occlusion-study-a/0");
        Occlusion method = new(new() { Windows = OcclusionWindows.StudyA(4) });

        Batch resumed = method.Explain(golden.Engine!, golden.Input, golden.Targets).Values;
        Batch whole = method.Explain(new LogitsOnly(golden.Engine!), golden.Input, golden.Targets).Values;

        Assert.Equal(whole.Values.ToArray(), resumed.Values.ToArray());
    }

    [Fact]
    public void Explain_LinearModel_MeanDropIsMeanOverItsWindows()
    {
        LinearModel model = new(2.0, -1.0, 0.5, 3.0);
        Batch batch = new(1, 4, 1, new float[] { 1, 1, 4, 1 });

        Batch values = new Occlusion(new() { Windows = OcclusionWindows.StudyA(2), MeanDrop = true }).Explain(model, batch, [0]).Values;

        // Products w·x are 2, −1, 2, 3; windows {0} {0,1} {1,2} {2,3} {3}.
        GoldenModels.Close([1.5, 1, 3, 4], GoldenModels.ToDouble(values.Values), 1e-6);
    }

    [Fact]
    public void Explain_EachChannelAlone_GivesOneValuePerCell()
    {
        LinearModel model = new(new RowShape(2, 2), [1, 10, 100, 1000], [0, 0, 0, 0]);
        Batch batch = new(1, 2, 2, new float[] { 1, 1, 1, 1 });

        Batch values = new Occlusion(new() { Windows = OcclusionWindows.StudyA(1, eachChannelAlone: true), MeanDrop = true }).Explain(model, batch, [0]).Values;

        Assert.Equal([1f, 10f, 100f, 1000f], values.Values.ToArray());
    }

    [Fact]
    public void Explain_RowEqualToItsBaseline_IsConstant()
    {
        (ReferenceLstm model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        input.Row(1).Fill(0.5f);

        Batch values = new Occlusion(new() { Windows = OcclusionWindows.StudyA(5), Baseline = Baseline.Constant(0.5f) }).Explain(model, input, targets).Values;

        Assert.All(Scaling.ZeroToOne(values).Row(1).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void StudyA_WidthBelowOne_IsRefused()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => OcclusionWindows.StudyA(0));

        Assert.Contains("width is 0 and must be at least 1.", error.Message);
    }

    [Fact]
    public void Explain_CaptumWindowLongerThanRow_NamesBoth()
    {
        (ReferenceLstm model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        Occlusion method = new(new() { Windows = OcclusionWindows.Captum(25) });

        ShapeException error = Assert.Throws<ShapeException>(() => method.Explain(model, input, targets));

        Assert.Equal("An occlusion window of 25 steps × 1 channels does not fit rows of 24 steps × 1 channels; choose a smaller one.", error.Message);
    }

    [Fact]
    public void Explain_CaptumStrideWithGaps_IsRefused()
    {
        (ReferenceLstm model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        Occlusion method = new(new() { Windows = OcclusionWindows.Captum(3, 4) });

        ShapeException error = Assert.Throws<ShapeException>(() => method.Explain(model, input, targets));

        Assert.Contains("leaves gaps", error.Message);
    }

    private sealed class LogitsOnly(ILogits model) : ILogits
    {
        public string Name => model.Name;

        public RowShape InputShape => model.InputShape;

        public IReadOnlyList<string> Classes => model.Classes;

        public void Logits(Batch batch, Span<float> logits) => model.Logits(batch, logits);
    }
}
