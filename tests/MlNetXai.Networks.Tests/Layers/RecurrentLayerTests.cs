using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.Networks.Tests.Layers;

/// <summary>LSTM and GRU in every direction and form, with rows of one length and of several: fast passes against twins, twins against finite differences.</summary>
public sealed class RecurrentLayerTests
{
    private const int Steps = 7;

    public enum Form
    {
        Lstm,
        HardLstm,
        OneBiasLstm,
        Gru,
        HardGru,
        GruResetBefore,
        HardGruResetBefore,
    }

    public static TheoryData<Form, RecurrentDirection> Forms
    {
        get
        {
            TheoryData<Form, RecurrentDirection> data = [];
            foreach (Form form in Enum.GetValues<Form>())
            {
                foreach (RecurrentDirection direction in Enum.GetValues<RecurrentDirection>())
                    data.Add(form, direction);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Passes_EveryPathAndLength_EqualTheTwin(Form form, RecurrentDirection direction)
    {
        // Edges of tiles and panels: few units, just above a vector, several panels; fused and wide inputs; one and several blocks.
        foreach ((int channels, int hidden, int rows) in new[] { (2, 4, 5), (1, 17, 13), (11, 5, 14), (3, 35, 2) })
        {
            Network network = Make(form, direction, channels, hidden);
            Batch batch = WithLengths(RandomRows.Make(rows, network.InputShape), 1 + (hidden % 3));
            foreach (KernelPath path in KernelPath.Supported)
            {
                AssertLogits(network, batch, path);
                AssertInputGradient(network, batch, path);
                AssertWeightGradient(network, batch, path);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void ReferenceGradient_InputAndWeights_EqualFiniteDifferences(Form form, RecurrentDirection direction)
    {
        Network network = Make(form, direction, 2, 3);
        double[] x = RandomRows.ToDouble(RandomRows.Make(1, network.InputShape).Row(0)), seed = [0.7, -1], weightGradient = new double[network.WeightLength];
        foreach (int length in new[] { Steps, 4 })
        {
            Array.Clear(weightGradient);

            double[] inputGradient = new ReferenceNetwork(network).Gradient(x, seed, weightGradient, length);

            for (int i = 0; i < x.Length; i++)
            {
                double[] up = [.. x], down = [.. x];
                up[i] += 1e-5;
                down[i] -= 1e-5;
                Assert.Equal((Score(new(network), up, seed, length) - Score(new(network), down, seed, length)) / 2e-5, inputGradient[i], 1e-8);
                if (i >= 2 * length)
                    Assert.Equal(0, inputGradient[i]);
            }

            double[] weights = RandomRows.ToDouble(network.Weights);
            for (int i = 0; i < weights.Length; i++)
            {
                double[] up = [.. weights], down = [.. weights];
                up[i] += 1e-5;
                down[i] -= 1e-5;
                double difference = (Score(new(network, up), x, seed, length) - Score(new(network, down), x, seed, length)) / 2e-5;
                Assert.Equal(difference, weightGradient[i], 1e-8);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Logits_PaddedRow_SameBitsAsTheShortRow(Form form, RecurrentDirection direction)
    {
        Network network = Make(form, direction, 2, 6);
        Batch batch = WithLengths(RandomRows.Make(20, network.InputShape), 1);
        float[] logits = new float[40], gradient = new float[batch.Values.Length], scores = new float[20];
        network.Logits(batch, logits);
        network.InputGradient(batch, new int[20], ScoreKind.Logit, scores, gradient);
        for (int row = 0; row < batch.Rows; row++)
        {
            int length = batch.LengthOf(row), values = 2 * length;
            Network cut = new("cut", new RowShape(length, 2), network.Classes, [.. network.Layers.Select(layer => (layer.Name, layer.Layer))], network.Weights);
            Batch alone = new(1, length, 2, batch.Row(row)[..values].ToArray());
            float[] ownLogits = new float[2], ownGradient = new float[values];

            cut.Logits(alone, ownLogits);
            cut.InputGradient(alone, [0], ScoreKind.Logit, new float[1], ownGradient);

            Assert.Equal(ownLogits, logits.AsSpan(2 * row, 2));
            Span<float> own = gradient.AsSpan(row * batch.Shape.Length, batch.Shape.Length);
            Assert.Equal(ownGradient, own[..values]);
            Assert.All(own[values..].ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Logits_OtherPadding_SameBits(Form form, RecurrentDirection direction)
    {
        Network network = Make(form, direction, 2, 6);
        Batch batch = WithLengths(RandomRows.Make(20, network.InputShape), 1), other = batch.Gather([.. Enumerable.Range(0, 20)]);
        for (int row = 0; row < 20; row++)
            other.Row(row)[(2 * batch.LengthOf(row))..].Fill(1e6f);
        float[] expected = new float[40], actual = new float[40];

        network.Logits(batch, expected);
        network.Logits(other, actual);

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(Form.Lstm)]
    [InlineData(Form.Gru)]
    [InlineData(Form.GruResetBefore)]
    public void RunPrefixes_RowsOfSeveralLengths_EqualRunningTheWholeRow(Form form)
    {
        Network network = Make(form, RecurrentDirection.Forward, 2, 6);
        Batch batch = WithLengths(RandomRows.Make(30, network.InputShape), 1), changed = RandomRows.Make(30, network.InputShape, seed: 8);
        IPrefixStates states = network.RunPrefixes(batch);
        for (int start = 0; start < Steps; start++)
        {
            Batch whole = batch.Blank(), suffix = new(30, Steps - start, 2);
            for (int row = 0; row < 30; row++)
            {
                batch.Row(row).CopyTo(whole.Row(row));
                changed.Row(row)[(2 * start)..].CopyTo(whole.Row(row)[(2 * start)..]);
                changed.Row(row)[(2 * start)..].CopyTo(suffix.Row(row));
            }

            float[] expected = new float[60], actual = new float[60];
            network.Logits(whole, expected);
            states.Logits(start, suffix, actual);

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void PrefixLogits_PaddedSteps_AreThoseOfTheLastStep()
    {
        Network network = Make(Form.Lstm, RecurrentDirection.Forward, 1, 5);
        Batch batch = new(2, Steps, 1, RandomRows.Make(2, network.InputShape).Values.ToArray(), new[] { 3, Steps });
        float[] every = new float[2 * Steps * 2];

        network.PrefixLogits(batch, every);

        for (int step = 3; step < Steps; step++)
            Assert.Equal(every.AsSpan(2 * 2, 2), every.AsSpan(step * 2, 2));
    }

    [Fact]
    public void RunPrefixes_BackwardLayer_IsRefused() =>
        Assert.Throws<MissingCapabilityException>(() => Make(Form.Lstm, RecurrentDirection.Both, 1, 3).RunPrefixes(new Batch(1, Steps, 1)));

    [Fact]
    public void Initialise_GlorotUniform_HasKerasConventions()
    {
        Lstm lstm = new(3, 5, options: new() { Direction = RecurrentDirection.Both, OneBias = true });
        float[] weights = new float[lstm.Weights.Sum(weight => weight.Length)];

        lstm.Initialise(new Philox(3, "test"), weights, InitialWeights.GlorotUniform);

        for (int direction = 0; direction < 2; direction++)
        {
            Span<float> own = weights.AsSpan(direction * weights.Length / 2, weights.Length / 2);
            Assert.All(own[..60].ToArray(), value => Assert.InRange(Math.Abs(value), 0, Math.Sqrt(6.0 / 23)));
            for (int a = 0; a < 5; a++)
            {
                for (int b = 0; b <= a; b++)
                {
                    double dot = 0;
                    for (int row = 0; row < 20; row++)
                        dot += (double)own[60 + (row * 5) + a] * own[60 + (row * 5) + b];
                    Assert.Equal(a == b ? 1 : 0, dot, 1e-6);
                }
            }

            Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], own[160..].ToArray());
        }

        Assert.NotEqual(weights[0], weights[weights.Length / 2]);
    }

    [Fact]
    public void Weights_BothDirections_HavePyTorchNames() => Assert.Equal(
        ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_ih_reverse", "weight_hh_reverse", "bias_ih_reverse", "bias_hh_reverse"],
        new Lstm(2, 3, options: new() { Direction = RecurrentDirection.Both }).Weights.Select(weight => weight.Name));

    [Fact]
    public void Settings_PlainLstm_AreThoseOfEarlierFiles() => Assert.Equal(["inputs", "hidden", "returnsSequence"], new Lstm(2, 3).Settings.Keys);

    [Theory]
    [MemberData(nameof(Forms))]
    public void Create_FromItsSettings_IsTheSameLayer(Form form, RecurrentDirection direction)
    {
        Layer layer = MakeLayer(form, direction, 2, 3, returnsSequence: true);

        Layer again = LayerKinds.Create(layer.Kind, "again", layer.Settings);

        Assert.Equal(layer.Settings, again.Settings);
        Assert.Equal(layer.Weights.Select(weight => (weight.Name, weight.Length)), again.Weights.Select(weight => (weight.Name, weight.Length)));
        Assert.Equal(layer.Infer(new(4, 2)), again.Infer(new(4, 2)));
    }

    private static Layer MakeLayer(Form form, RecurrentDirection direction, int inputs, int hidden, bool returnsSequence)
    {
        GateActivation gates = form is Form.HardLstm or Form.HardGru or Form.HardGruResetBefore ? GateActivation.HardSigmoid : GateActivation.Sigmoid;
        return form is Form.Lstm or Form.HardLstm or Form.OneBiasLstm
            ? new Lstm(inputs, hidden, returnsSequence, new() { Direction = direction, Gates = gates, OneBias = form == Form.OneBiasLstm })
            : new Gru(inputs, hidden, returnsSequence, new() { Direction = direction, Gates = gates, ResetAfter = form is Form.Gru or Form.HardGru });
    }

    private static Network Make(Form form, RecurrentDirection direction, int channels, int hidden)
    {
        int outputs = direction == RecurrentDirection.Both ? 2 * hidden : hidden;
        return Network.Initial($"{form} {direction}", new RowShape(Steps, channels), ["a", "b"],
        [
            ("first", MakeLayer(form, direction, channels, hidden, returnsSequence: true)),
            ("second", MakeLayer(form, direction, outputs, hidden, returnsSequence: false)),
            ("head", new Dense(outputs, 2)),
        ], seed: 5);
    }

    // Lengths 1 … Steps in turn.
    private static Batch WithLengths(Batch batch, int shift) =>
        new(batch.Rows, batch.Steps, batch.Channels, batch.Values.ToArray(), Enumerable.Range(0, batch.Rows).Select(row => 1 + ((row + shift) % batch.Steps)).ToArray());

    private static void AssertLogits(Network network, Batch batch, KernelPath path)
    {
        float[] logits = new float[batch.Rows * 2];
        network.On(path, 2).Logits(batch, logits);
        for (int row = 0; row < batch.Rows; row++)
            Close.Assert(new ReferenceNetwork(network).Logits(RandomRows.ToDouble(batch.Row(row)), batch.LengthOf(row)), logits.AsSpan(row * 2, 2), 2e-6);
    }

    private static void AssertInputGradient(Network network, Batch batch, KernelPath path)
    {
        float[] gradient = new float[batch.Values.Length];
        network.On(path, 2).InputGradient(batch, new int[batch.Rows], ScoreKind.Logit, new float[batch.Rows], gradient);
        for (int row = 0; row < batch.Rows; row++)
        {
            double[] expected = new ReferenceNetwork(network).Gradient(RandomRows.ToDouble(batch.Row(row)), [1, 0], new double[network.WeightLength], batch.LengthOf(row));
            Close.Assert(expected, gradient.AsSpan(row * batch.Shape.Length, batch.Shape.Length), 1e-5);
        }
    }

    private static void AssertWeightGradient(Network network, Batch batch, KernelPath path)
    {
        double[] expected = new double[network.WeightLength];
        for (int row = 0; row < batch.Rows; row++)
        {
            double[] x = RandomRows.ToDouble(batch.Row(row)), z = new ReferenceNetwork(network).Logits(x, batch.LengthOf(row));
            double p = 1 / (1 + Math.Exp(z[0] - z[1]));
            new ReferenceNetwork(network).Gradient(x, [(row % 2 == 0 ? -p : 1 - p) / batch.Rows, (row % 2 == 0 ? p : p - 1) / batch.Rows], expected, batch.LengthOf(row));
        }

        NetworkRunner runner = network.On(path, 2);
        AlignedBuffer[] blocks = [.. Enumerable.Range(0, RowBlocks.Count(batch.Rows)).Select(_ => new AlignedBuffer(runner.GradientLength))];
        int[] labels = [.. Enumerable.Range(0, batch.Rows).Select(row => row % 2)];
        runner.LossGradient(
            batch, Enumerable.Range(0, batch.Rows).ToArray(), new SoftmaxCrossEntropy(labels, [1, 1]), batch.Rows, (_, count) => new Pass(path, Purpose.Train, count) { RowKeys = new int[count] }, new double[batch.Rows], blocks);
        float[] gradient = new float[network.WeightLength];
        foreach (AlignedBuffer block in blocks)
            runner.Unpack(block.Span, gradient);

        Close.Assert(expected, gradient, 1e-5);
    }

    private static double Score(ReferenceNetwork network, double[] x, double[] seed, int length) =>
        network.Logits(x, length).Zip(seed, (logit, weight) => logit * weight).Sum();
}
