using System.Reflection;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using Xunit;

namespace MlNetXai.Explanations.Tests;

/// <summary>What every explanation method keeps, found by reflection over the assembly.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<Type> Methods
    {
        get
        {
            TheoryData<Type> types = [];
            foreach (Type type in typeof(Attribution).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && ModelOf(type) is not null))
                types.Add(type);
            return types;
        }
    }

    /// <summary>Methods that explain recurrent networks, whose rows may have several lengths.</summary>
    public static TheoryData<Type> RecurrentMethods => [.. Methods.Select(row => row.Data).Where(type => !IsForConvolutions(type))];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Fits_EveryKindOfNetwork_IsTrueExactlyWhereTheMethodExplains(Type type)
    {
        MethodDescription method = MethodCatalog.All.Single(description => description.Type == type);
        foreach (string name in GoldenModels.Networks)
        {
            (Network model, Batch input, int[] targets) = GoldenModels.Network(name);
            Exception? refused = Record.Exception(() => Explain(type, model, input, targets));

            Assert.True(refused is null or MissingCapabilityException, $"{method.Name} of {name}: {refused}");
            Assert.True(method.Fits(model) == refused is null, $"{method.Name} of {name}: says {method.Fits(model)}, but {refused?.Message ?? "explains it"}");
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_Batch_EqualsItsRowsOneByOne(Type type)
    {
        (Network model, Batch input, int[] targets) = Single(type);

        Attribution together = Explain(type, model, input, targets);

        for (int row = 0; row < input.Rows; row++)
        {
            Attribution alone = Explain(type, model, input.Slice(row, 1), [targets[row]]);
            Assert.Equal(together.Values.Row(row).ToArray(), alone.Values.Values.ToArray());
            Assert.All(together.Diagnostics, diagnostic => Assert.Equal(diagnostic.Value[row], alone.Diagnostics[diagnostic.Key][0]));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_SeveralChannels_GivesTheInputsShapeOrOneValuePerStep(Type type)
    {
        (Network model, Batch input, int[] targets) = Several(type);

        Attribution attribution = Explain(type, model, input, targets);

        Assert.Equal((input.Rows, input.Steps), (attribution.Values.Rows, attribution.Values.Steps));
        Assert.True(attribution.Values.Channels == input.Channels || attribution.Values.Channels == 1);
        Assert.Equal(targets, attribution.Targets);
        Assert.All(attribution.Diagnostics.Values, values => Assert.Equal(input.Rows, values.Length));
    }

    [Theory]
    [MemberData(nameof(RecurrentMethods))]
    public void Explain_RowsOfSeveralLengths_GivesPaddingZeroAndDoesNotReadIt(Type type)
    {
        foreach (Network model in new[] { Recurrent(RecurrentDirection.Forward, 20), Recurrent(RecurrentDirection.Both, 20) })
        {
            Batch input = Noise(6, model.InputShape, [20, 3, 20, 11, 1, 3]), other = input.Gather([0, 1, 2, 3, 4, 5]);
            for (int row = 0; row < 6; row++)
                other.Row(row)[(2 * other.LengthOf(row))..].Fill(-7);

            Attribution attribution = Explain(type, model, input, [0, 1, 0, 1, 0, 1]), same = Explain(type, model, other, [0, 1, 0, 1, 0, 1]);

            Assert.Equal(input.Lengths.ToArray(), attribution.Values.Lengths.ToArray());
            Assert.Equal(attribution.Values.Values.ToArray(), same.Values.Values.ToArray());
            for (int row = 0; row < 6; row++)
            {
                int length = input.LengthOf(row) * attribution.Values.Channels;
                Assert.All(attribution.Values.Row(row)[length..].ToArray(), value => Assert.Equal(0, value));
            }

            Assert.Contains(attribution.Values.Values.ToArray(), value => value != 0);
        }
    }

    [Theory]
    [InlineData(typeof(Saliency))]
    [InlineData(typeof(Occlusion))]
    [InlineData(typeof(LearnedMask))]
    public void Explain_PaddedRow_EqualsTheShortRow(Type type)
    {
        foreach (RecurrentDirection direction in Enum.GetValues<RecurrentDirection>())
        {
            Network model = Recurrent(direction, 20);
            Batch input = Noise(4, model.InputShape, [20, 3, 11, 1]);

            Attribution padded = Explain(type, model, input, [0, 1, 0, 1]);

            for (int row = 0; row < 4; row++)
            {
                int length = input.LengthOf(row);
                Attribution alone = Explain(type, Recurrent(direction, length), new(1, length, 2, input.Row(row)[..(2 * length)].ToArray()), [row % 2]);
                Assert.Equal(alone.Values.Values.ToArray(), padded.Values.Row(row)[..alone.Values.Values.Length].ToArray());
                Assert.All(padded.Diagnostics, diagnostic => Assert.Equal(alone.Diagnostics[diagnostic.Key][0], diagnostic.Value[row]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_NoRows_GivesNone(Type type)
    {
        (Network model, _, _) = Single(type);

        Assert.Equal(0, Explain(type, model, new(0, model.InputShape.Steps, 1), []).Values.Rows);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_InputAndTargets_AreLeftAsTheyWere(Type type)
    {
        (Network model, Batch input, int[] targets) = Single(type);
        float[] before = input.Values.ToArray();

        Explain(type, model, input, targets);

        Assert.Equal(before, input.Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_TooFewTargets_NamesArgumentAndBothLengths(Type type)
    {
        (Network model, Batch input, _) = Single(type);

        ShapeException error = Assert.Throws<ShapeException>(() => Explain(type, model, input, [0]));

        Assert.Equal("targets has 1 values, not 3.", error.Message);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_TargetOutsideTheClasses_NamesTheRow(Type type)
    {
        (Network model, Batch input, _) = Single(type);

        ShapeException error = Assert.Throws<ShapeException>(() => Explain(type, model, input, [0, 0, -1]));

        Assert.StartsWith("targets, row 2: class -1", error.Message);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_BatchOfOtherShape_NamesBothShapes(Type type)
    {
        (Network model, _, _) = Single(type);

        ShapeException error = Assert.Throws<ShapeException>(() => Explain(type, model, new(1, 23, 1), [0]));

        Assert.Equal($"The batch has rows of 23 steps × 1 channels, but '{model.Name}' reads {model.InputShape}.", error.Message);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_NaNInTheInput_NamesRowAndMethod(Type type)
    {
        (Network model, Batch input, int[] targets) = Single(type);
        input.Row(1)[3] = float.NaN;

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => Explain(type, model, input, targets));

        Assert.StartsWith($"{NameOf(type)}, input, row 1, step 3, channel 0: the value is NaN", error.Message);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_NaNScore_NamesRowAndMethod(Type type)
    {
        (Network model, Batch input, int[] targets) = Single(type);

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => Explain(type, new BrokenModel(model), input, targets));

        Assert.StartsWith($"{NameOf(type)}, row 2: the score is NaN", error.Message);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_Cancelled_Throws(Type type)
    {
        (Network model, Batch input, int[] targets) = Single(type);
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => Explain(type, model, input, targets, cancellation: source.Token));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Explain_Progress_RisesAndStaysWithinTheTotal(Type type)
    {
        (Network model, Batch input, int[] targets) = Single(type);
        Listener listener = new();

        Explain(type, model, input, targets, listener);

        Assert.NotEmpty(listener.Reports);
        Assert.Equal(listener.Reports.Select(report => report.Done).Order(), listener.Reports.Select(report => report.Done));
        Assert.Equal(listener.Reports[^1].Total, listener.Reports[^1].Done);
        Assert.All(listener.Reports, report => Assert.Equal($"explain {NameOf(type)}", report.Stage));
    }

    [Fact]
    public void ExplainAllClasses_OfAnyMethod_ExplainsEachForAllRows()
    {
        (Network model, Batch input, _) = GoldenModels.Network("lstm1");
        Listener listener = new();

        IReadOnlyList<Attribution> all = new Saliency().ExplainAllClasses<IInputGradient>(model, input, listener);

        Assert.Equal(4, all.Count);
        for (int c = 0; c < 4; c++)
            Assert.Equal(new Saliency().Explain(model, input, [c, c, c]).Values.Values.ToArray(), all[c].Values.Values.ToArray());
        Assert.Equal([3, 6, 9, 12], listener.Reports.Select(report => report.Done));
        Assert.All(listener.Reports, report => Assert.Equal(12, report.Total));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Description_OfEveryMethod_IsInTheCatalogAndTrue(Type type)
    {
        MethodDescription description = MethodCatalog.Find(NameOf(type));

        Assert.Equal(type, description.Type);
        Assert.Equal(ModelOf(type), description.Needs);
        Assert.NotEmpty(description.Cost);
        Assert.NotEmpty(description.Source);
        Assert.Equal(type.GetConstructors()[0].GetParameters()[0].ParameterType, description.DefaultOptions.GetType());
    }

    private static Attribution Explain(
        Type type, IInputGradient model, Batch batch, int[] targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        object method = Activator.CreateInstance(type, [null])!;
        return method switch
        {
            IExplanationMethod<IInputGradient> known => known.Explain(model, batch, targets, progress, cancellation),
            IExplanationMethod<ILayerGradient> layers => layers.Explain((ILayerGradient)model, batch, targets, progress, cancellation),
            IExplanationMethod<IGuidedGradient> guided => guided.Explain((IGuidedGradient)model, batch, targets, progress, cancellation),
            IExplanationMethod<IRescaledGradient> rescaled => rescaled.Explain((IRescaledGradient)model, batch, targets, progress, cancellation),
            _ => throw new NotSupportedException($"{type.Name} needs {ModelOf(type)}, which this suite does not give: add it here."),
        };
    }

    private static bool IsForConvolutions(Type type) => type == typeof(GradCam) || type == typeof(GuidedBackprop) || type == typeof(DeepLift);

    // Three rows of one channel.
    private static (Network Model, Batch Input, int[] Targets) Single(Type type) => GoldenModels.Network(IsForConvolutions(type) ? "fcn" : "lstm1");

    private static (Network Model, Batch Input, int[] Targets) Several(Type type) => GoldenModels.Network(IsForConvolutions(type) ? "resnet" : "lstm2");

    // The same weights for any number of steps, large enough that every method has something to say.
    private static Network Recurrent(RecurrentDirection direction, int steps)
    {
        Network initial = Initial(direction, steps);
        return initial.With([.. initial.Weights.ToArray().Select(weight => 3 * weight)]);
    }

    private static Network Initial(RecurrentDirection direction, int steps) => Network.Initial("recurrent", new RowShape(steps, 2), ["a", "b"],
    [
        ("lstm1", new Lstm(2, 5, returnsSequence: true, new() { Direction = direction })),
        ("lstm2", new Lstm(direction == RecurrentDirection.Both ? 10 : 5, 4, options: new() { Direction = direction })),
        ("dense", new Dense(direction == RecurrentDirection.Both ? 8 : 4, 2)),
    ], seed: 3);

    private static Batch Noise(int rows, RowShape shape, int[] lengths)
    {
        Batch batch = new(rows, shape.Steps, shape.Channels, new float[rows * shape.Length], lengths);
        Philox.Stream draws = new Philox(5, "noise").Draws();
        foreach (ref float value in batch.Values)
            value = (float)(draws.Uniform() - 0.5);
        return batch;
    }

    private static string NameOf(Type type) => ((MethodDescription)type.GetProperty("Description", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!).Name;

    private static Type? ModelOf(Type type) => type.GetInterfaces()
        .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IExplanationMethod<>))?.GetGenericArguments()[0];

    private sealed class Listener : IProgress<ProgressReport>
    {
        public List<ProgressReport> Reports { get; } = [];

        public void Report(ProgressReport value) => Reports.Add(value);
    }

    /// <summary>Gives NaN for the third row of whatever it is asked.</summary>
    private sealed class BrokenModel(Network model) : ILayerGradient, IGuidedGradient, IRescaledGradient
    {
        public string Name => model.Name;

        public RowShape InputShape => model.InputShape;

        public IReadOnlyList<string> Classes => model.Classes;

        public IReadOnlyList<NetworkLayer> Layers => model.Layers;

        public void Logits(Batch batch, Span<float> logits)
        {
            model.Logits(batch, logits);
            if (batch.Rows > 2)
                logits.Slice(2 * Classes.Count, Classes.Count).Fill(float.NaN);
        }

        public void InputGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient)
        {
            model.InputGradient(batch, targets, score, scores, gradient);
            scores[2] = float.NaN;
        }

        public void LayerGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, string layer, Span<float> scores, Span<float> output, Span<float> gradient)
        {
            model.LayerGradient(batch, targets, score, layer, scores, output, gradient);
            scores[2] = float.NaN;
        }

        public void HiddenGradient(
            Batch batch, ReadOnlySpan<int> targets, ScoreKind score, string layer, HiddenDerivative derivative, Span<float> scores, Span<float> hidden, Span<float> gradient)
        {
            model.HiddenGradient(batch, targets, score, layer, derivative, scores, hidden, gradient);
            scores[2] = float.NaN;
        }

        public double[] StepCentres(string layer) => model.StepCentres(layer);

        public void GuidedGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient)
        {
            model.GuidedGradient(batch, targets, score, scores, gradient);
            scores[2] = float.NaN;
        }

        public void RescaledGradient(
            Batch batch, Batch references, ReadOnlySpan<int> targets, MaxPoolingRule maxPooling, Span<float> scores, Span<float> referenceScores, Span<float> multipliers)
        {
            model.RescaledGradient(batch, references, targets, maxPooling, scores, referenceScores, multipliers);
            scores[2] = float.NaN;
        }
    }
}
