using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests;

/// <summary>Steps that are left out, by a row's length or by a masking layer, through whole networks.</summary>
public sealed class StepMaskTests
{
    private static readonly RowShape Shape = new(9, 2);

    public static TheoryData<string> Networks => ["recurrent", "average", "max", "graph"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Logits_MaskingLayer_SameBitsAsTheRowWithoutThoseSteps(string kind)
    {
        // Steps 0, 3, 4 and 8 hold zeros.
        int[] kept = [1, 2, 5, 6, 7];
        Batch whole = Gaps(RandomRows.Make(14, Shape), kept), cut = new(14, kept.Length, 2);
        for (int row = 0; row < 14; row++)
        {
            for (int i = 0; i < kept.Length; i++)
                whole.Row(row).Slice(2 * kept[i], 2).CopyTo(cut.Row(row)[(2 * i)..]);
        }

        float[] expected = new float[28], actual = new float[28], gradient = new float[whole.Values.Length], cutGradient = new float[cut.Values.Length];
        Network network = Make(kind, Shape, new Masking()), shorter = Make(kind, new(kept.Length, 2), new Masking());

        network.Logits(whole, actual);
        network.InputGradient(whole, new int[14], ScoreKind.Logit, new float[14], gradient);

        shorter.Logits(cut, expected);
        shorter.InputGradient(cut, new int[14], ScoreKind.Logit, new float[14], cutGradient);
        Assert.Equal(expected, actual);
        for (int row = 0; row < 14; row++)
        {
            for (int step = 0; step < 9; step++)
            {
                Span<float> own = gradient.AsSpan((row * 18) + (step * 2), 2);
                if (Array.IndexOf(kept, step) is int i and >= 0)
                    Assert.Equal(cutGradient.AsSpan((row * 10) + (i * 2), 2), own);
                else
                    Assert.Equal([0, 0], own);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Passes_LengthsAndMaskingLayerTogether_EqualTheTwin(string kind)
    {
        Batch gaps = Gaps(RandomRows.Make(14, Shape), [0, 1, 3, 4, 6, 7]);
        Batch batch = new(14, 9, 2, gaps.Values.ToArray(), Enumerable.Range(0, 14).Select(row => 1 + (row % 9)).ToArray());
        Network network = Make(kind, Shape, new Masking());
        ReferenceNetwork twin = new(network);
        foreach (KernelPath path in KernelPath.Supported)
        {
            float[] scores = new float[14], gradient = new float[batch.Values.Length];

            network.On(path, 2).InputGradient(batch, new int[14], ScoreKind.Logit, scores, gradient);

            for (int row = 0; row < 14; row++)
            {
                (double score, double[] expected) = twin.InputGradient(RandomRows.ToDouble(batch.Row(row)), 0, length: batch.LengthOf(row));
                Assert.Equal(score, scores[row], 2e-6);
                Close.Assert(expected, gradient.AsSpan(row * 18, 18), 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Logits_PaddedRow_SameBitsAsTheShortRow(string kind)
    {
        Batch batch = new(3, 9, 2, RandomRows.Make(3, Shape).Values.ToArray(), new[] { 9, 4, 1 });
        float[] logits = new float[6], alone = new float[2];

        Make(kind, Shape).Logits(batch, logits);

        for (int row = 0; row < 3; row++)
        {
            int length = batch.LengthOf(row);
            Make(kind, new(length, 2)).Logits(new(1, length, 2, batch.Row(row)[..(2 * length)].ToArray()), alone);
            Assert.Equal(alone, logits.AsSpan(2 * row, 2));
        }
    }

    [Fact]
    public void Logits_OtherValueOfMasking_IsLeftOut()
    {
        Network zero = Make("recurrent", Shape, new Masking()), other = Make("recurrent", Shape, new Masking(-3));
        Batch gaps = Gaps(RandomRows.Make(2, Shape), [1, 2, 5]), filled = gaps.Gather([0, 1]);
        filled.Values.Replace(0f, -3f);
        float[] expected = new float[4], actual = new float[4];

        zero.Logits(gaps, expected);
        other.Logits(filled, actual);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Logits_AllStepsLeftOut_IsTheInitialState()
    {
        float[] logits = new float[2], bias = Make("recurrent", Shape, new Masking()).Weights[^2..].ToArray();

        Make("recurrent", Shape, new Masking()).Logits(new(1, 9, 2), logits);

        Assert.Equal(bias, logits);
    }

    [Fact]
    public void Logits_LayerThatMixesSteps_IsNamedWithRowAndRemedy()
    {
        Network network = Network.Initial("net", Shape, ["a", "b"], [("conv", new Conv1d(2, 3, 3)), ("pool", new GlobalAveragePool()), ("dense", new Dense(3, 2))], seed: 1);
        Batch batch = new(2, 9, 2, new float[36], new[] { 9, 5 });

        ShapeException error = Assert.Throws<ShapeException>(() => network.Logits(batch, new float[4]));

        Assert.StartsWith("Network 'net', layer 'conv' of kind 'conv1d' mixes steps and cannot leave one out, but row 1 of the batch has data at 5 of 9 steps. Cut all rows to one length", error.Message, StringComparison.Ordinal);
        network.Logits(new(2, 9, 2, new float[36], new[] { 9, 9 }), new float[4]);
    }

    [Fact]
    public void Constructor_MaskingBeforeLayerThatMixesSteps_IsRefused()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Network.Initial(
            "net", Shape, ["a", "b"], [("masking", new Masking()), ("per-step", new Dense(2, 3)), ("flatten", new Flatten()), ("dense", new Dense(27, 2))], seed: 1));

        Assert.Contains("layer 'flatten' of kind 'flatten' mixes steps and cannot leave one out, but layer 'masking' leaves out steps", error.Message, StringComparison.Ordinal);
    }

    private static Network Make(string kind, RowShape shape, Masking? masking = null)
    {
        List<GraphNode> nodes = masking is null ? [] : [new("masking", masking, Network.InputName)];
        string input = masking is null ? Network.InputName : "masking";
        nodes.AddRange(kind switch
        {
            "recurrent" => [
                new("lstm", new Lstm(2, 5, returnsSequence: true, new() { Direction = RecurrentDirection.Both }), input), new("norm", new LayerNorm(10), "lstm"),
                new("last", new Gru(10, 4), "norm"),
            ],
            "average" => [new("hidden", new Dense(2, 4), input), new("tanh", new Tanh(), "hidden"), new("last", new GlobalAveragePool(), "tanh")],
            "max" => [new("hidden", new Dense(2, 4), input), new("last", new GlobalMaxPool(), "hidden")],
            _ => (GraphNode[])[
                new("slice", new Slice(SliceAxis.Channels, 1, 1), input), new("gru", new Gru(1, 3, returnsSequence: true, new() { Direction = RecurrentDirection.Backward }), "slice"),
                new("hidden", new Dense(2, 3), input), new("sum", new Add(), "gru", "hidden"), new("join", new Concatenate(), "sum", input), new("last", new Lstm(5, 4), "join"),
            ],
        });
        nodes.Add(new("dense", new Dense(4, 2), "last"));
        return Network.Initial(kind, shape, ["a", "b"], nodes, seed: 4);
    }

    // Zeros at all steps but those.
    private static Batch Gaps(Batch batch, int[] kept)
    {
        for (int row = 0; row < batch.Rows; row++)
        {
            for (int step = 0; step < batch.Steps; step++)
            {
                if (!kept.Contains(step))
                    batch.Row(row).Slice(step * batch.Channels, batch.Channels).Clear();
            }
        }

        return batch;
    }
}
