using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Networks.Tests.Conformance;

/// <summary>What every kind of layer must hold, over random shapes and settings: a kind is tested as soon as it is registered.</summary>
/// <remarks>
/// Tolerances: twins against central differences 1e-6 of the largest gradient; fast passes against twins 1e-5 of the largest value (the sums of a layer are short; a row of an LSTM has
/// at most 9 steps).
/// </remarks>
public sealed class LayerConformanceTests
{
    private const int Samples = 40;

    public static TheoryData<string> Kinds => [.. LayerKinds.Names];

    [Fact]
    public void Kinds_EveryLayerOfTheLibrary_IsRegistered()
    {
        Type[] sampled = [.. LayerKinds.Names.Select(kind => LayerSamples.Make(kind, 1).Layer.GetType())];

        Assert.Equal(
            typeof(Layer).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract).Select(type => type.Name).Order(),
            sampled.Select(type => type.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Create_FromSettings_IsTheSameLayer(string kind) => Every(kind, sample =>
    {
        Layer again = LayerKinds.Create(kind, "again", sample.Layer.Settings);

        Assert.Equal(kind, again.Kind);
        Assert.Equal(sample.Layer.Settings.OrderBy(setting => setting.Key), again.Settings.OrderBy(setting => setting.Key));
        Assert.Equal(sample.Layer.Weights.Select(Text), again.Weights.Select(Text));
        Assert.Equal(sample.Output, new LayerSample(kind, 1, again, sample.Inputs).Output);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Create_SettingMissing_NamesLayerAndSetting(string kind)
    {
        LayerSample sample = LayerSamples.Make(kind, 1);
        foreach (string key in sample.Layer.Settings.Keys)
        {
            Dictionary<string, double> fewer = new(sample.Layer.Settings.Where(setting => setting.Key != key));
            try
            {
                LayerKinds.Create(kind, "broken", fewer);
            }
            catch (ArgumentException error)
            {
                Assert.Contains("'broken'", error.Message);
                Assert.Contains(key, error.Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Twin_InputAndWeights_EqualFiniteDifferences(string kind)
    {
        int smooth = 0, kinks = 0;
        Every(kind, sample =>
        {
            double[] weights = RandomRows.ToDouble(sample.Weights()), dy = RandomRows.ToDouble(sample.Dy(1)), gradient = new double[weights.Length];
            double[][] x = [.. sample.X(1).Select(values => RandomRows.ToDouble(values))];

            double[][] dx = LayerPasses.PlainBack(sample, weights, x, dy, gradient);

            foreach ((double[] at, double[] slopes) in x.Zip(dx).Append((weights, gradient)))
            {
                for (int i = 0; i < at.Length; i += 1 + (at.Length / 50))
                {
                    if (Slope(at, i, () => LayerPasses.Plain(sample, weights, x).Zip(dy, (value, weight) => value * weight).Sum()) is { } slope)
                    {
                        smooth++;
                        Assert.Equal(slope, slopes[i], 1e-6 * Math.Max(1, Math.Abs(slope)));
                    }
                    else
                    {
                        kinks++;
                    }
                }
            }
        });
        Assert.True(kinks <= smooth / 100, $"{kinks} kinks beside {smooth} smooth places");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void FastPasses_EveryPathAndPurpose_EqualTheTwin(string kind) => Every(kind, sample =>
    {
        int rows = 1 + (sample.Seed % 20);
        float[][] x = sample.X(rows);
        float[] dy = sample.Dy(rows);
        double[] weights = RandomRows.ToDouble(sample.Weights()), y = new double[dy.Length], gradient = new double[weights.Length];
        double[][] dx = [.. x.Select(values => new double[values.Length])];
        for (int row = 0; row < rows; row++)
        {
            double[][] own = Row(sample, x, row);
            LayerPasses.Plain(sample, weights, own).CopyTo(y, row * sample.Output.Length);
            double[][] back = LayerPasses.PlainBack(sample, weights, own, RandomRows.ToDouble(dy.AsSpan(row * sample.Output.Length, sample.Output.Length)), gradient);
            for (int k = 0; k < back.Length; k++)
                back[k].CopyTo(dx[k], row * back[k].Length);
        }

        foreach (KernelPath path in KernelPath.Supported)
        {
            AssertClose($"{path.Name} bits, score", y, LayerPasses.Forward(sample, path, Purpose.Score, rows, x));
            foreach (Purpose purpose in Backwards(sample))
            {
                string what = $"{path.Name} bits, {purpose}";
                (float[] fastY, float[][] fastDx, float[] fastGradient) = LayerPasses.Both(sample, path, purpose, rows, x, dy);
                AssertClose($"{what}, y", y, fastY);
                for (int k = 0; k < dx.Length; k++)
                    AssertClose($"{what}, dx of input {k}", dx[k], fastDx[k]);
                if (purpose == Purpose.Train)
                    AssertClose($"{what}, weights", gradient, fastGradient);
            }
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void FastPasses_AnyBatch_SameBits(string kind) => Every(kind, sample =>
    {
        int rows = 2 + (sample.Seed % 12);
        float[][] x = sample.X(rows);
        float[] dy = sample.Dy(rows);
        foreach (KernelPath path in KernelPath.Supported)
        {
            float[] scores = LayerPasses.Forward(sample, path, Purpose.Score, rows, x);
            foreach (Purpose purpose in Backwards(sample))
            {
                (float[] y, float[][] dx, _) = LayerPasses.Both(sample, path, purpose, rows, x, dy);
                for (int row = 0; row < rows; row++)
                {
                    float[][] own = [.. x.Select((values, k) => Part(values, sample.Inputs[k].Length, row))];
                    (float[] ownY, float[][] ownDx, _) = LayerPasses.Both(sample, path, purpose, 1, own, Part(dy, sample.Output.Length, row));
                    Assert.Equal(Part(scores, sample.Output.Length, row), LayerPasses.Forward(sample, path, Purpose.Score, 1, own));
                    Assert.Equal(Part(y, sample.Output.Length, row), ownY);
                    for (int k = 0; k < dx.Length; k++)
                        Assert.Equal(Part(dx[k], sample.Inputs[k].Length, row), ownDx[k]);
                }
            }
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void FastPasses_InPlace_SameBits(string kind) => Every(kind, sample =>
    {
        int rows = 1 + (sample.Seed % 5);
        float[][] x = sample.X(rows);
        float[] dy = sample.Dy(rows);
        foreach (KernelPath path in KernelPath.Supported)
        {
            if (sample.Layer.WorksInPlace(Purpose.Score))
                Assert.Equal(LayerPasses.Forward(sample, path, Purpose.Score, rows, x), LayerPasses.Forward(sample, path, Purpose.Score, rows, x, inPlace: true));
            foreach (Purpose purpose in Backwards(sample).Where(sample.Layer.WorksInPlace))
            {
                (float[] y, float[][] dx, _) = LayerPasses.Both(sample, path, purpose, rows, x, dy);
                (float[] placedY, float[][] placedDx, _) = LayerPasses.Both(sample, path, purpose, rows, x, dy, inPlace: true);
                Assert.Equal(y, placedY);
                Assert.Equal(dx[0], placedDx[0]);
            }
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Forward_NotANumber_ReachesWhatDependsOnItAndNoOtherRow(string kind)
    {
        int reached = 0;
        Every(kind, sample =>
        {
            const int Rows = 3;
            float[][] x = sample.X(Rows);
            double[] weights = RandomRows.ToDouble(sample.Weights());
            int k = sample.Seed % x.Length, length = sample.Inputs[k].Length, at = length + (sample.Seed * 7 % length), outputs = sample.Output.Length;
            bool[] depends = Depends(sample, weights, Row(sample, x, 1), k, at - length);
            x[k][at] = float.NaN;
            foreach (KernelPath path in KernelPath.Supported)
            {
                float[] y = LayerPasses.Forward(sample, path, Purpose.Score, Rows, x);

                Assert.All(y[..outputs].Concat(y[(2 * outputs)..]), value => Assert.True(float.IsFinite(value), $"{path.Name} bits: another row is {value}"));
                for (int i = 0; i < outputs; i++)
                    Assert.True(!depends[i] || float.IsNaN(y[outputs + i]), $"{path.Name} bits: output {i} is {y[outputs + i]}");
                reached += depends.Count(value => value);
            }
        });
        Assert.True(reached > 0, "no output depended on the input");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Forward_InfinityAndHugeValues_GiveTheTwinsOutputOrNoNumber(string kind) => Every(kind, sample =>
    {
        foreach (float huge in new[] { float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue })
        {
            float[][] x = sample.X(1);
            int k = sample.Seed % x.Length;
            x[k][sample.Seed * 7 % x[k].Length] = huge;
            double[] expected = LayerPasses.Plain(sample, RandomRows.ToDouble(sample.Weights()), Row(sample, x, 0));
            foreach (KernelPath path in KernelPath.Supported)
            {
                float[] y = LayerPasses.Forward(sample, path, Purpose.Score, 1, x);
                for (int i = 0; i < y.Length; i++)
                    Assert.True(!float.IsFinite(y[i]) || Math.Abs(y[i] - expected[i]) < 1e-4 * Math.Max(1, Math.Abs(expected[i])), $"{path.Name} bits: output {i} is {y[i]} and not {expected[i]}");
            }
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Network_WeightThatIsNoNumber_NamesTheLayer(string kind) => Every(kind, sample =>
    {
        if (sample.Weights().Length == 0)
            return;
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity })
        {
            float[] weights = sample.Weights();
            weights[sample.Seed % sample.Weights().Length] = bad;

            MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => Around(sample, weights));

            Assert.Contains("layer tested", error.Message);
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Network_InputThatIsNoNumber_NamesTheRow(string kind) => Every(kind, sample =>
    {
        Network network = Around(sample, sample.Weights());
        Batch batch = RandomRows.Make(3, network.InputShape);
        batch.Row(1)[0] = float.NaN;

        Assert.Contains("row 1", Assert.Throws<MlNetXaiException>(() => network.Logits(batch, new float[6])).Message);
        Assert.Contains("row 1", Assert.Throws<MlNetXaiException>(() => network.InputGradient(batch, [0, 0, 0], ScoreKind.Logit, new float[3], new float[batch.Values.Length])).Message);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Network_ZeroRows_GivesNothing(string kind) => Every(kind, sample =>
    {
        Network network = Around(sample, sample.Weights());

        network.Logits(RandomRows.Make(0, network.InputShape), []);
        network.InputGradient(RandomRows.Make(0, network.InputShape), [], ScoreKind.Logit, [], []);
    });

    // Purposes whose way back the twin knows: while training, dropout draws and batch statistics need the whole batch (their own tests).
    private static IEnumerable<Purpose> Backwards(LayerSample sample) =>
        sample.Layer is IBatchStatistics or Dropout { Rate: > 0 } ? [Purpose.InputGradient] : [Purpose.InputGradient, Purpose.Train];

    // Which outputs of a row change with one of its values.
    private static bool[] Depends(LayerSample sample, double[] weights, double[][] x, int k, int at)
    {
        double[] before = LayerPasses.Plain(sample, weights, x);
        bool[] depends = new bool[before.Length];
        foreach (double other in new[] { -5.0, 0.1, 5.0 })
        {
            x[k][at] = other;
            double[] after = LayerPasses.Plain(sample, weights, x);
            for (int i = 0; i < depends.Length; i++)
                depends[i] |= after[i] != before[i];
        }

        return depends;
    }

    // The layer, its output flattened, two classes. A merge reads the batch as often as the sample has inputs; a masking layer gets one step, since flatten mixes steps.
    private static Network Around(LayerSample sample, float[] weights)
    {
        RowShape input = sample.Layer is Masking ? sample.Inputs[0] with { Steps = 1 } : sample.Inputs[0];
        RowShape[] inputs = [.. sample.Inputs.Select(_ => input)];
        RowShape output = sample.Layer is MergeLayer merge ? merge.Infer(inputs) : sample.Layer.Infer(input);
        Layer one = sample.Layer is Masking ? new Affine(output.Channels) : new Flatten();
        Layer head = new Dense(one.Infer(output).Channels, 2);
        int others = one.Weights.Concat(head.Weights).Sum(weight => weight.Length);
        return new(
            "net", input, ["a", "b"],
            [new GraphNode("tested", sample.Layer, [.. inputs.Select(_ => Network.InputName)]), new GraphNode("one", one, "tested"), new GraphNode("head", head, "one")],
            [.. weights, .. new float[others]]);
    }

    private static void Every(string kind, Action<LayerSample> property)
    {
        for (int seed = 1; seed <= Samples; seed++)
        {
            LayerSample sample = LayerSamples.Make(kind, seed);
            try
            {
                property(sample);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{sample}: {error.Message}", error);
            }
        }
    }

    private static double[][] Row(LayerSample sample, float[][] x, int row) => [.. x.Select((values, k) => RandomRows.ToDouble(Part(values, sample.Inputs[k].Length, row)))];

    private static float[] Part(float[] values, int length, int row) => values[(row * length)..((row + 1) * length)];

    private static string Text(WeightShape shape) => $"{shape.Name} {string.Join('×', shape.Dimensions)} {shape.IsTrained}";

    // Null at a kink: the slopes of both sides differ by far more than curvature makes them.
    private static double? Slope(double[] at, int i, Func<double> score)
    {
        const double H = 1e-5;
        double middle = at[i], here = score();
        at[i] = middle + H;
        double up = score();
        at[i] = middle - H;
        double down = score();
        at[i] = middle;
        return Math.Abs(up - (2 * here) + down) < 1e-3 * H ? (up - down) / (2 * H) : null;
    }

    private static void AssertClose(string what, double[] expected, float[] actual)
    {
        double largest = Math.Max(expected.Select(Math.Abs).DefaultIfEmpty().Max(), 0.01);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * largest, $"{what}, value {i}: {actual[i]:R} and not {expected[i]:R}");
    }
}
