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

    // Tolerances as the golden file states them, of the largest value.
    [Theory]
    [MemberData(nameof(StudyACases))]
    [Compares("occlusion-study-a")]
    public void Explain_StudyAWindows_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        OcclusionWindows windows = golden.Options.TryGetProperty("block", out JsonElement block)
            ? OcclusionWindows.Block(4, 6, block[0].GetInt32(), block[1].GetInt32())
            : OcclusionWindows.StudyA(golden.Options.GetProperty("width").GetInt32());
        double k = golden.Options.GetProperty("k").GetDouble();

        double[] twin = golden.Twin((row, target, _) => Occlusion.Reference(golden.Reference, row, [.. row.Select(_ => k)], target, windows));
        Batch fast = new Occlusion(new() { Windows = windows, Baseline = Baseline.Constant((float)k) }).Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values), 1e-5);
        GoldenModels.Close(golden.Extra("scaled"), GoldenModels.ToDouble(Scaling.ZeroToOne(fast).Values), 1e-5);
    }

    [Theory]
    [MemberData(nameof(CaptumCases))]
    [Compares("occlusion-captum")]
    public void Explain_CaptumWindows_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        int[] window = Integers("window"), stride = Integers("stride");

        // The file's axes are those of its network: time, or time and channel, or channel and time.
        int time = GoldenNetworks.AxesOf(golden.Engine.Name) == GoldenAxes.ChannelTime ? 1 : 0;
        OcclusionWindows windows = window.Length == 1
            ? OcclusionWindows.Captum(window[0], stride[0])
            : OcclusionWindows.Captum(window[time], stride[time], window[1 - time], stride[1 - time]);
        (double[][] rows, Baseline baseline) = golden.BaselineOf();

        double[] twin = golden.Twin((row, target, index) => Occlusion.Reference(golden.Reference, row, rows[index], target, windows));
        Batch fast = new Occlusion(new() { Windows = windows, Baseline = baseline }).Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, twin, 1e-9);
        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(fast.Values), 1e-5);

        int[] Integers(string name) => [.. golden.Options.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void Explain_WithPrefixStates_SameBitsAsWithoutAndFewerSteps(int width)
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm2");
        Occlusion method = new(new() { Windows = OcclusionWindows.StudyA(width) });
        StepCounter plain = new(model), resuming = new PrefixCounter(model);

        float[] whole = method.Explain(plain, input, targets).Values.Values.ToArray();
        float[] resumed = method.Explain(resuming, input, targets).Values.Values.ToArray();

        Assert.Equal(whole, resumed);
        Assert.True(resuming.Steps <= plain.Steps, $"{resuming.Steps} steps instead of {plain.Steps}");
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
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
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
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        Occlusion method = new(new() { Windows = OcclusionWindows.Captum(25) });

        ShapeException error = Assert.Throws<ShapeException>(() => method.Explain(model, input, targets));

        Assert.Equal("An occlusion window of 25 steps × 1 channels does not fit rows of 24 steps × 1 channels; choose a smaller one.", error.Message);
    }

    [Fact]
    public void Explain_CaptumStrideWithGaps_IsRefused()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        Occlusion method = new(new() { Windows = OcclusionWindows.Captum(3, 4) });

        ShapeException error = Assert.Throws<ShapeException>(() => method.Explain(model, input, targets));

        Assert.Contains("leaves gaps", error.Message);
    }

    private class StepCounter(Network model) : ILogits
    {
        protected Network Model { get; } = model;

        public string Name => Model.Name;

        public RowShape InputShape => Model.InputShape;

        public IReadOnlyList<string> Classes => Model.Classes;

        public long Steps { get; set; }

        public void Logits(Batch batch, Span<float> logits)
        {
            Steps += batch.Rows * batch.Steps;
            Model.Logits(batch, logits);
        }
    }

    private sealed class PrefixCounter(Network model) : StepCounter(model), IPrefixLogits
    {
        public void PrefixLogits(Batch batch, Span<float> logits) => Model.PrefixLogits(batch, logits);

        public IPrefixStates RunPrefixes(Batch batch)
        {
            Steps += batch.Rows * batch.Steps;
            return new States(this, Model.RunPrefixes(batch));
        }

        private sealed class States(PrefixCounter counter, IPrefixStates states) : IPrefixStates
        {
            public void Logits(int start, Batch suffixes, Span<float> logits)
            {
                counter.Steps += suffixes.Rows * suffixes.Steps;
                states.Logits(start, suffixes, logits);
            }
        }
    }
}
