using FsCheck;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Explanations.Tests;

/// <summary>Laws that hold for any input.</summary>
public sealed class PropertyTests
{
    public static TheoryData<string> Families => NetworkFamilies.All;

    // Rows of a few steps with small values, so that ties are frequent.
    private static readonly Gen<float[]> Rows = Gen.Choose(1, 12).SelectMany(length => Gen.ArrayOf(length, Gen.Choose(-5, 5).Select(value => value / 2f)));

    [Fact]
    public void ZeroToOne_AnyRow_SpansTheIntervalAndKeepsTheOrder() => Prop.ForAll(Arb.From(Rows), row =>
    {
        float[] scaled = Scaling.ZeroToOne(new(1, row.Length, 1, row.ToArray())).Values.ToArray();

        if (row.Distinct().Count() == 1)
            return scaled.All(value => value == 0);
        return scaled.Min() == 0 && scaled.Max() == 1
            && Enumerable.Range(0, row.Length).All(i => Enumerable.Range(0, row.Length).All(j => row[i] < row[j] ? scaled[i] < scaled[j] : row[i] != row[j] || scaled[i] == scaled[j]));
    }).Check(Quick(60));

    [Fact]
    public void ToLargestMagnitude_AnyRow_IsTheRowDividedByIt() => Prop.ForAll(Arb.From(Rows), row =>
    {
        float[] scaled = Scaling.ToLargestMagnitude(new(1, row.Length, 1, row.ToArray())).Values.ToArray();
        float largest = row.Max(Math.Abs);

        return largest == 0 ? scaled.All(value => value == 0) : scaled.Select(value => value * largest).Zip(row, (a, b) => Math.Abs(a - b)).Max() < 1e-6 && scaled.Max(Math.Abs) == 1;
    }).Check(Quick(60));

    [Fact]
    public void Saliency_AnyLinearModel_IsItsWeights() => Prop.ForAll(Arb.From(Rows), row =>
    {
        LinearModel model = new([.. row.Select(value => (double)value)]);

        return new Saliency().Explain(model, new(1, row.Length, 1), [0]).Values.Values.SequenceEqual(row);
    }).Check(Quick(60));

    [Fact]
    public void Occlusion_AnyLinearModel_IsTheMeanOfItsWindows() => Prop.ForAll(Arb.From(Rows), Arb.From(Gen.Choose(1, 15)), (row, width) =>
    {
        LinearModel model = new([.. row.Select(value => (double)value)]);
        float[] ones = [.. row.Select(_ => 1f)];

        float[] values = new Occlusion(new() { Windows = OcclusionWindows.StudyA(width), MeanDrop = true }).Explain(model, new(1, row.Length, 1, ones), [0]).Values.Values.ToArray();

        for (int t = 0; t < row.Length; t++)
        {
            double expected = Enumerable.Range(t - width + 1, width).Average(start => Enumerable.Range(start, width).Where(i => i >= 0 && i < row.Length).Sum(i => row[i]));
            if (Math.Abs(expected - values[t]) > 1e-4)
                return false;
        }

        return true;
    }).Check(Quick(60));

    [Fact]
    public void Occlusion_VisibleSumAndMeanDrop_ScaleAlike() => Prop.ForAll(Arb.From(Rows), Arb.From(Gen.Choose(1, 6)), (row, width) =>
    {
        LinearModel model = new([.. row.Select((value, i) => value + (0.1 * i))]);
        Batch ones = new(1, row.Length, 1, row.Select(_ => 1f).ToArray());
        OcclusionOptions options = new() { Windows = OcclusionWindows.StudyA(width) };

        float[] visible = Scaling.ZeroToOne(new Occlusion(options).Explain(model, ones, [0]).Values).Values.ToArray();
        float[] drop = Scaling.ZeroToOne(new Occlusion(options with { MeanDrop = true }).Explain(model, ones, [0]).Values).Values.ToArray();

        // Where the spread is all but rounding, scaling turns rounding into a picture: rows of one step have no spread at all.
        return row.Length == 1 || visible.Zip(drop, (a, b) => Math.Abs(a - b)).Max() < 2e-3 || new Occlusion(options).Explain(model, ones, [0]).Values.Values.ToArray() is var v && v.Max() - v.Min() < 1e-3;
    }).Check(Quick(60));

    [Fact]
    public void LearnedMask_AnyRows_DoNotDependOnTheBlock() => Prop.ForAll(Arb.From(Gen.Choose(1, 9)), Arb.From(Gen.Choose(0, 3)), (rows, jitter) =>
    {
        (Network model, Batch input, _) = GoldenModels.Lstm("lstm1");
        Batch batch = input.Gather([.. Enumerable.Range(0, rows).Select(row => row % 3)]);
        int[] targets = [.. Enumerable.Range(0, rows).Select(row => row % 4)];
        LearnedMaskOptions options = new() { Iterations = 5, Jitter = jitter, LearningRate = 0.05 };

        Attribution whole = new LearnedMask(options).Explain(model, batch, targets);
        Attribution cut = new LearnedMask(options) { BlockRows = 2 }.Explain(model, batch, targets);

        return whole.Values.Values.SequenceEqual(cut.Values.Values) && whole.Diagnostics.All(item => item.Value.SequenceEqual(cut.Diagnostics[item.Key]));
    }).Check(Quick(10));

    [Fact]
    public void Occlusion_AnyRows_DoNotDependOnTheBlock() => Prop.ForAll(Arb.From(Gen.Choose(1, 9)), Arb.From(Gen.Choose(1, 30)), (rows, width) =>
    {
        (Network model, Batch input, _) = GoldenModels.Lstm("lstm1");
        Batch batch = input.Gather([.. Enumerable.Range(0, rows).Select(row => row % 3)]);
        int[] targets = [.. Enumerable.Range(0, rows).Select(row => row % 4)];
        OcclusionOptions options = new() { Windows = OcclusionWindows.StudyA(width), Baseline = Baseline.RowMean };

        Batch whole = new Occlusion(options).Explain(model, batch, targets).Values, cut = new Occlusion(options) { BlockRows = 2 }.Explain(model, batch, targets).Values;

        return whole.Values.SequenceEqual(cut.Values);
    }).Check(Quick(20));

    [Fact]
    public void IntegratedGradients_AnyLinearModel_IsTheDifferenceTimesItsWeights() => Prop.ForAll(Arb.From(Rows), Arb.From(Gen.Choose(1, 9)), Arb.From(Gen.Choose(1, 4)), (row, steps, rule) =>
    {
        LinearModel model = new([.. row.Select((value, i) => value + i)]);
        Batch batch = new(1, row.Length, 1, row.ToArray());
        IntegratedGradientsOptions options = new() { Steps = steps, Rule = (QuadratureRule)rule, Baseline = Baseline.Constant(0.5f) };

        float[] values = new IntegratedGradients(options).Explain(model, batch, [0]).Values.Values.ToArray();

        return values.Select((value, i) => Math.Abs(value - ((row[i] - 0.5) * (row[i] + i)))).Max() < 1e-4;
    }).Check(Quick(60));

    [Fact]
    public void IntegratedGradients_AnyRows_DoNotDependOnBlockAndPass() => Prop.ForAll(Arb.From(Gen.Choose(1, 9)), Arb.From(Gen.Choose(1, 30)), Arb.From(Gen.Choose(1, 20)), (rows, steps, pass) =>
    {
        GoldenCase golden = GoldenModels.Case("fcn/saliency/0");
        Batch batch = golden.Input.Batch.Gather([.. Enumerable.Range(0, rows).Select(row => row % 3)]);
        int[] targets = [.. Enumerable.Range(0, rows).Select(row => row % 4)];
        IntegratedGradientsOptions options = new() { Steps = steps, Tolerance = 0.005, MaxSteps = 100 };

        Attribution whole = new IntegratedGradients(options).Explain(golden.Engine, batch, targets);
        Attribution cut = new IntegratedGradients(options) { BlockRows = 2, PassRows = pass }.Explain(golden.Engine, batch, targets);

        return whole.Values.Values.SequenceEqual(cut.Values.Values) && whole.Diagnostics.All(item => item.Value.SequenceEqual(cut.Diagnostics[item.Key]));
    }).Check(Quick(20));

    [Theory]
    [MemberData(nameof(Families))]
    public void IntegratedGradients_RandomNetworkOfAnyFamily_IsCompleteWithinTheTolerance(string family) => Prop.ForAll(Arb.From(Gen.Choose(1, 1000)), seed =>
    {
        Network network = NetworkFamilies.Make(family, seed);
        Batch batch = NetworkFamilies.Rows(network, seed);

        Attribution attribution = new IntegratedGradients().Explain(network, batch, NetworkFamilies.Targets(batch));

        // A share of a small difference is a matter of the kinks' places: those rows are reported and not promised.
        return Enumerable.Range(0, batch.Rows).All(row =>
        {
            double score = attribution.Diagnostics["score"][row], difference = Math.Abs(score - attribution.Diagnostics["score-baseline"][row]);
            return difference <= 0.05 * Math.Max(1, Math.Abs(score)) || attribution.Diagnostics["completeness-error-relative"][row] <= 0.01;
        });
    }).Check(Quick(8));

    [Theory]
    [InlineData("fully convolutional")]
    [InlineData("residual")]
    [InlineData("dense, tanh")]
    [InlineData("dense, rectifiers")]
    public void DeepLift_RandomNetworkWithoutRecurrence_IsComplete(string family) => Prop.ForAll(Arb.From(Gen.Choose(1, 1000)), seed =>
    {
        Network network = NetworkFamilies.Make(family, seed);
        Batch batch = NetworkFamilies.Rows(network, seed);

        Attribution attribution = new DeepLift().Explain(network, batch, NetworkFamilies.Targets(batch));

        return Enumerable.Range(0, batch.Rows).All(row => Math.Abs(attribution.Diagnostics["completeness-error"][row]) < 1e-5 * Math.Max(1, Math.Abs(attribution.Diagnostics["score"][row])));
    }).Check(Quick(8));

    [Theory]
    [MemberData(nameof(Families))]
    public void AnyMethod_BatchOfAnyFamily_EqualsItsRowsOneByOne(string family)
    {
        Network network = NetworkFamilies.Make(family, seed: 5);
        Batch batch = NetworkFamilies.Rows(network, seed: 5, rows: 3);
        int[] targets = NetworkFamilies.Targets(batch);
        foreach (MethodDescription description in MethodCatalog.All.Where(description => typeof(IExplanationMethod<Network>).IsAssignableFrom(description.Type) && description.Fits(network)))
        {
            IExplanationMethod<Network> method = (IExplanationMethod<Network>)Activator.CreateInstance(description.Type, [null])!;

            Attribution together = method.Explain(network, batch, targets);

            for (int row = 0; row < batch.Rows; row++)
            {
                Attribution alone = method.Explain(network, batch.Slice(row, 1), [targets[row]]);
                Assert.True(together.Values.Row(row).SequenceEqual(alone.Values.Values), $"{description.Name}, row {row}");
                Assert.All(together.Diagnostics, diagnostic => Assert.Equal(diagnostic.Value[row], alone.Diagnostics[diagnostic.Key][0]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void AnyMethod_CutIntoOtherBlocks_SaysTheSame(string family)
    {
        Network network = NetworkFamilies.Make(family, seed: 6);
        Batch batch = NetworkFamilies.Rows(network, seed: 6, rows: 5);
        int[] targets = NetworkFamilies.Targets(batch);
        BackgroundRows background = BackgroundRows.Of(NetworkFamilies.Rows(network, seed: 7));
        (IExplanationMethod<Network> Whole, IExplanationMethod<Network> Cut)[] pairs =
        [
            (new IntegratedGradients(), new IntegratedGradients { BlockRows = 2, PassRows = 7 }),
            (new SmoothGrad(new() { Samples = 9 }), new SmoothGrad(new() { Samples = 9 }) { BlockRows = 2 }),
            (new VarGrad(new() { Samples = 9 }), new VarGrad(new() { Samples = 9 }) { BlockRows = 2 }),
            (new ExpectedGradients(new() { Samples = 9, Background = background }), new ExpectedGradients(new() { Samples = 9, Background = background }) { BlockRows = 2 }),
            (new LearnedMask(new() { Iterations = 9, Jitter = 1 }), new LearnedMask(new() { Iterations = 9, Jitter = 1 }) { BlockRows = 2 }),
            (new Occlusion(), new Occlusion { BlockRows = 2 }),
            (new ShapleySegments(new() { Segments = Segmentation.Equal(4) }), new ShapleySegments(new() { Segments = Segmentation.Equal(4) }) { BatchRows = 3 }),
        ];

        Assert.All(pairs, pair =>
        {
            Attribution whole = pair.Whole.Explain(network, batch, targets), cut = pair.Cut.Explain(network, batch, targets);
            Assert.Equal(whole.Values.Values.ToArray(), cut.Values.Values.ToArray());
            Assert.All(whole.Diagnostics, diagnostic => Assert.Equal(diagnostic.Value, cut.Diagnostics[diagnostic.Key]));
        });
    }

    [Fact]
    public void AdditiveMethods_NetworkWithoutNonlinearity_AreWeightsTimesTheDistanceFromTheBaseline()
    {
        Network network = Network.Initial("linear", new(6, 2), ["a", "b", "c"], [("flatten", new Flatten(FlattenOrder.TimeMajor)), ("dense", new Dense(12, 3))], seed: 3);
        Batch batch = NetworkFamilies.Rows(network, seed: 3);
        int[] targets = NetworkFamilies.Targets(batch);
        Baseline half = Baseline.Constant(0.5f);
        Batch one = new(1, 6, 2, Enumerable.Repeat(0.5f, 12).ToArray());
        Segmentation steps = Segmentation.OfLength(1);
        IExplanationMethod<Network>[] methods =
        [
            new IntegratedGradients(new() { Baseline = half }), new DeepLift(new() { Baseline = half }), new ExpectedGradients(new() { Background = BackgroundRows.Of(one), Samples = 3 }),
            new FeatureAblation(new() { Baseline = half, Segments = steps }), new ShapleySegments(new() { Baseline = half, Segments = steps }),
            new Occlusion(new() { Baseline = half, Windows = OcclusionWindows.Captum(1) }),
        ];

        Assert.All(methods, method =>
        {
            Batch values = method.Explain(network, batch, targets).Values;
            for (int row = 0; row < batch.Rows; row++)
            {
                double[] expected = [.. batch.Row(row).ToArray().Select((x, i) => network.Weights[(targets[row] * 12) + i] * (x - 0.5))];
                double[] perValue = values.Channels == 2 ? expected : [.. expected.Chunk(2).Select(channels => channels.Sum())];
                Assert.Equal(perValue, GoldenModels.ToDouble(values.Row(row)), (a, b) => Math.Abs(a - b) < 1e-5);
            }
        });
    }

    // y = W₂(W₁x) once as two dense layers, once as one with W₂W₁, behind the same layers.
    [Theory]
    [InlineData("convolutional")]
    [InlineData("recurrent")]
    public void GradientMethods_SameFunctionAsAnotherGraph_SayTheSame(string family) => Prop.ForAll(Arb.From(Gen.Choose(1, 1000)), seed =>
    {
        (string, Layer)[] body = family == "recurrent"
            ? [("lstm", new Lstm(1, 4))]
            : [("conv", new Conv1d(1, 4, 3)), ("relu", new Relu()), ("average", new GlobalAveragePool())];
        Network two = Network.Initial("two", new(9, 1), ["a", "b", "c"], [.. body, ("first", new Dense(4, 5)), ("second", new Dense(5, 3))], (ulong)seed);
        Network one = new("one", new(9, 1), ["a", "b", "c"], [.. body, ("dense", new Dense(4, 3))], Product(two.Weights));
        Batch batch = NetworkFamilies.Rows(two, seed);
        int[] targets = NetworkFamilies.Targets(batch);
        IExplanationMethod<Network>[] methods =
        [
            new Saliency(), new IntegratedGradients(), new SmoothGrad(), new ExpectedGradients(), new InputTimesGradient(), new Occlusion(), new ShapleySegments(new() { Segments = Segmentation.Equal(4) }),
            .. family == "recurrent" ? [new GradCamRecurrent()] : (IExplanationMethod<Network>[])[new DeepLift(), new GradCam(), new GuidedBackprop()],
        ];

        return methods.All(method =>
        {
            float[] a = method.Explain(two, batch, targets).Values.Values.ToArray(), b = method.Explain(one, batch, targets).Values.Values.ToArray();
            return a.Zip(b, (x, y) => Math.Abs(x - y)).Max() <= 1e-5 * Math.Max(a.Max(Math.Abs), 1e-3);
        });
    }).Check(Quick(20));

    // Weights of the body, of first (20 + 5) and of second (15 + 3) to those of the body and of their product.
    private static float[] Product(ReadOnlySpan<float> weights)
    {
        int body = weights.Length - 43;
        float[] product = new float[body + 12 + 3];
        weights[..body].CopyTo(product);
        ReadOnlySpan<float> w1 = weights.Slice(body, 20), b1 = weights.Slice(body + 20, 5), w2 = weights.Slice(body + 25, 15), b2 = weights[(body + 40)..];
        for (int o = 0; o < 3; o++)
        {
            product[body + 12 + o] = b2[o];
            for (int k = 0; k < 5; k++)
            {
                product[body + 12 + o] += w2[(o * 5) + k] * b1[k];
                for (int i = 0; i < 4; i++)
                    product[body + (o * 4) + i] += w2[(o * 5) + k] * w1[(k * 4) + i];
            }
        }

        return product;
    }

    [Fact]
    public void AveragePrecisionAndAuroc_AnyRow_EqualTheSlowForms() => Prop.ForAll(Arb.From(Rows), Arb.From(Gen.Choose(1, 4095)), (row, bits) =>
    {
        bool[] truth = [.. row.Select((_, i) => ((bits >> i) & 1) == 1)];
        int positives = truth.Count(value => value);
        if (positives == 0)
            return true;

        (double slow, double before) = (0, 0);
        foreach (float threshold in row.Distinct().OrderDescending())
        {
            double above = row.Count(value => value >= threshold), hits = row.Where((value, i) => value >= threshold && truth[i]).Count();
            slow += ((hits / positives) - before) * (hits / above);
            before = hits / positives;
        }

        double[] pairs = [.. from i in Enumerable.Range(0, row.Length) where truth[i] from j in Enumerable.Range(0, row.Length) where !truth[j] select row[i] > row[j] ? 1 : row[i] == row[j] ? 0.5 : 0];
        double? auroc = Localisation.Auroc(row, truth);
        return Math.Abs(slow - Localisation.AveragePrecision(row, truth)) < 1e-12 && (pairs.Length == 0 ? auroc is null : Math.Abs(pairs.Average() - auroc!.Value) < 1e-12);
    }).Check(Quick(60));

    [Fact]
    public void ScoreReduction_AnySalience_DeletesLessAsAlphaRises() => Prop.ForAll(Arb.From(Rows), row =>
    {
        LinearModel model = new([.. row.Select(_ => 1.0)]);
        Batch ones = new(1, row.Length, 1, row.Select(_ => 1f).ToArray());

        MethodScoreReduction method = new ScoreReduction(new() { Draws = 2 }).Measure(model, ones, [0], [new("row", new(1, row.Length, 1, row))]).Methods[0];

        // Every element is worth 1: M elements go, the fall is M·(T − M)/T.
        double[] share = method.ShareDeleted.PerRow[0];
        return share.Zip(share.Skip(1), (a, b) => a >= b).All(falls => falls) && share[^1] == 0
            && method.Reduction.PerRow[0].Zip(share, (r, s) => Math.Abs(r - (row.Length * s * (1 - s)))).Max() < 1e-5;
    }).Check(Quick(60));

    [Fact]
    public void Bootstrap_ShiftedAndScaledValues_ShiftAndScaleTheInterval() => Prop.ForAll(Arb.From(Rows.Where(row => row.Length > 3 && row.Distinct().Count() > 1)), row =>
    {
        string[] patients = [.. row.Select((_, i) => $"p{i}")];
        PatientBootstrap bootstrap = new(patients, new() { Draws = 100 });

        Explanations.Evaluation.Interval plain = bootstrap.Mean([.. row.Select(value => (double)value)]), moved = bootstrap.Mean([.. row.Select(value => (2.0 * value) + 3)]);

        return plain.Low <= plain.Estimate && plain.Estimate <= plain.High && Math.Abs(((2 * plain.Low!.Value) + 3) - moved.Low!.Value) < 1e-12;
    }).Check(Quick(20));

    private static Configuration Quick(int tests)
    {
        Configuration configuration = Configuration.QuickThrowOnFailure;
        configuration.MaxNbOfTest = tests;
        configuration.Replay = FsCheck.Random.StdGen.NewStdGen(20180713, 296);
        return configuration;
    }
}
