using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.MLNet.Tests.Explaining;

public sealed class ExplanationTransformerTests
{
    private readonly MLContext _context = new(seed: 1);

    /// <summary>Methods with an attribution or a distribution of each row.</summary>
    public static TheoryData<string> Methods => [.. MethodCatalog.All.Where(ColumnMethod.MakesColumn).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Catalog_OfEstimators_HasEveryMethodOfTheCore(string name)
    {
        string expected = MethodCatalog.Find(name).Type.Name;

        Assert.Contains(typeof(ExplainCatalog).GetMethods(), method => method.Name == expected);
        Assert.Equal(name, _context.Transforms.Explain.Method(TinyData.NetworkFor(name), name, "A").Fit(TinyData.View(_context)).Method);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Method_BehindAScoreColumn_EqualsThatOfTheNetwork(string name)
    {
        IDataView rows = TinyData.View(_context);
        Network network = TinyData.NetworkFor(name);
        IDataView scored = _context.Transforms.ApplyNetwork(network).Fit(rows).Transform(rows);
        ExplainCatalog explain = _context.Transforms.Explain;

        float[][] behind = TinyData.Vectors(explain.Method(name, "A").Fit(scored).Transform(scored), "A");

        Assert.Equal(TinyData.Vectors(explain.Method(network, name, "A").Fit(rows).Transform(rows), "A"), behind);
        Assert.Throws<ArgumentOutOfRangeException>(() => explain.Method(name, "A").Fit(rows));
    }

    [Fact]
    public void Predicted_OfOtherRowsThanWereScored_IsTheClassOfTheRowsExplained()
    {
        IDataView rows = Named();
        IEstimator<ITransformer> network = _context.Transforms.ApplyNetwork(TinyData.Discerning());
        ExplainCatalog explain = _context.Transforms.Explain;

        IDataView ofOther = network.Append(explain.InputTimesGradient("A", featureColumnName: "Other")).Fit(rows).Transform(rows);
        IDataView shadowed = network.Append(_context.Transforms.CopyColumns("Features", "Other")).Append(explain.InputTimesGradient("A")).Fit(rows).Transform(rows);

        float[][] expected = TinyData.Vectors(explain.InputTimesGradient(TinyData.Discerning(), "A", featureColumnName: "Other").Fit(rows).Transform(rows), "A");
        Assert.Equal(expected, TinyData.Vectors(ofOther, "A"));
        Assert.Equal(expected, TinyData.Vectors(shadowed, "A"));
    }

    [Fact]
    public void Predicted_OfTheRowsThatWereScored_IsReadFromTheScores()
    {
        IDataView rows = Named();
        IDataView scored = _context.Transforms.ApplyNetwork(TinyData.Discerning()).Fit(rows).Transform(rows);
        DataViewSchema.Column score = scored.Schema["Score"];
        ScoringModel model = NetworkAnnotation.Find(scored.Schema, "Score");

        Assert.True(NetworkAnnotation.HasScoresOf(score, model, scored.Schema["Features"]));
        Assert.False(NetworkAnnotation.HasScoresOf(score, model, _context.Transforms.CopyColumns("Features", "Features").Fit(scored).Transform(scored).Schema["Features"]));
        Assert.False(NetworkAnnotation.HasScoresOf(score, new(TinyData.Network()), scored.Schema["Features"]));
    }

    [Fact]
    public void Method_WithoutAValuePerRow_ListsThoseThatHaveOne()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => _context.Transforms.Explain.Method(TinyData.Network(), "class-model", "A"));

        Assert.StartsWith("'class-model' gives nothing for a row, so it makes no column. Use one of deeplift, expected-gradients,", error.Message);
    }

    [Fact]
    public void Transform_OfManyRows_EqualsTheCoreOnArrays()
    {
        IDataView rows = TinyData.View(_context, 1100);
        Network network = TinyData.Network();
        Batch batch = new(1100, TinyData.Steps, 1, TinyData.Rows(1100).SelectMany(row => row.Features).ToArray());
        int[] targets = [.. TinyData.Rows(1100).Select(row => Array.IndexOf(TinyData.Classes, row.Label))];
        Batch expected = new Saliency().Explain(network, batch, targets).Values;

        float[][] column = TinyData.Vectors(
            _context.Transforms.Explain.Saliency(network, "Derivative", target: ExplanationTarget.Label()).Fit(rows).Transform(rows), "Derivative");

        Assert.Equal(expected.Values.ToArray(), column.SelectMany(values => values));
    }

    [Fact]
    public void Transform_OfTwoChannels_HasTheirDimensionsAndSlotNames()
    {
        Network network = Presets.Lstm(new(6, 2), ["a", "b"], new() { Hidden = 3 });
        IDataView rows = _context.Data.LoadFromEnumerable(new[] { new TwoChannels { Features = [.. Enumerable.Range(0, 12).Select(i => (float)Math.Sin(i))] } });

        IDataView made = _context.Transforms.Explain.Saliency(network, "Derivative").Append(_context.Transforms.Explain.Occlusion(network, "Occlusion")).Fit(rows).Transform(rows);

        Assert.Equal("Vector<Single, 6, 2>", $"{made.Schema["Derivative"].Type}");
        Assert.Equal(["0@t0", "1@t0", "0@t1"], Slots(made.Schema["Derivative"]).Take(3));
        float[] occlusion = TinyData.Vectors(made, "Occlusion")[0];
        Assert.Equal(occlusion[0], occlusion[1]);   // one value per step stands for both channels
    }

    [Fact]
    public void Transform_OfPrefixes_HasAColumnPerClassAndStep()
    {
        IDataView rows = TinyData.View(_context, 4);

        IDataView made = _context.Transforms.Explain.TemporalOutputScore(TinyData.Network(), "Prefixes").Fit(rows).Transform(rows);

        Assert.Equal("Vector<Single, 12, 3>", $"{made.Schema["Prefixes"].Type}");
        Assert.Equal(["N@t0", "V@t0", "R@t0"], Slots(made.Schema["Prefixes"]).Take(3));
        Assert.All(TinyData.Vectors(made, "Prefixes"), values => Assert.Equal(1, values.TakeLast(3).Sum(), 5));
    }

    [Fact]
    public void Fit_WithoutANetworkBehindTheScore_NamesTheRemedies()
    {
        IDataView rows = TinyData.View(_context);
        IDataView scored = _context.Transforms.CopyColumns("Score", "Features").Fit(rows).Transform(rows);

        ArgumentOutOfRangeException without = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.Explain.Saliency("A").Fit(scored));
        ArgumentOutOfRangeException absent = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.Explain.Saliency("A").Fit(rows));

        Assert.Contains("LoadExplained", without.Message, StringComparison.Ordinal);
        Assert.Contains("Could not find score column 'Score'", absent.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deeplift"), InlineData("guided-backprop"), InlineData("grad-cam")]
    public void Fit_OfAMethodThatTheNetworkCannotGive_IsRefused(string name)
    {
        IDataView rows = TinyData.View(_context);

        MissingCapabilityException error = Assert.Throws<MissingCapabilityException>(() => _context.Transforms.Explain.Method(TinyData.Network(), name, "A").Fit(rows));

        Assert.StartsWith($"{name} cannot explain 'lstm", error.Message);
    }

    /// <summary>Options that do not suit a small convolutional network, by a name for the test.</summary>
    public static TheoryData<string, string> Unsuitable => new()
    {
        { "layer", "has no layer 'nope'" },
        { "layer without steps", "a feature map over time at layer 'average'" },
        { "baseline of another shape", "The baseline has rows of 100 steps" },
        { "baseline of other channels", "The baseline has values of 2 channels" },
        { "background of another shape", "The background has rows of 100 steps" },
        { "segment beyond the row", "ends at step 500" },
        { "window longer than the row", "does not fit rows of 12 steps" },
        { "trapezoid of one point", "a trapezoid has a point at each end" },
    };

    [Theory]
    [MemberData(nameof(Unsuitable))]
    public void Fit_OfOptionsThatDoNotSuitTheNetwork_IsRefused(string which, string message)
    {
        ExplainCatalog explain = _context.Transforms.Explain;
        Network network = TinyData.Convolutional();
        Batch longer = new(1, 100, 1);
        ExplanationEstimator estimator = which switch
        {
            "layer" => explain.GradCam(network, "A", options: new() { Layer = "nope" }),
            "layer without steps" => explain.GradCam(network, "A", options: new() { Layer = "average" }),
            "baseline of another shape" => explain.IntegratedGradients(network, "A", options: new() { Baseline = Baseline.Rows(longer) }),
            "baseline of other channels" => explain.DeepLift(network, "A", options: new() { Baseline = Baseline.PerChannel([1, 2]) }),
            "background of another shape" => explain.ExpectedGradients(network, "A", options: new() { Background = BackgroundRows.Of(longer) }),
            "segment beyond the row" => explain.ShapleySegments(network, "A", options: new() { Segments = Segmentation.At([new("all", 0, 500)]) }),
            "window longer than the row" => explain.Occlusion(network, "A", options: new OcclusionOptions { Windows = OcclusionWindows.Captum(13) }),
            _ => explain.IntegratedGradients(network, "A", options: new() { Rule = QuadratureRule.Trapezoid, Steps = 1 }),
        };

        Exception error = Assert.ThrowsAny<Exception>(() => estimator.Fit(TinyData.View(_context)));

        Assert.True(error is ShapeException or ArgumentException or MissingCapabilityException, $"{error}");
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WithAnUnknownClass_ListsThoseThereAre()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => _context.Transforms.Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.Class("X")).Fit(TinyData.View(_context)));

        Assert.Contains("'X' is not a class", error.Message, StringComparison.Ordinal);
        Assert.Contains("'N', 'V', 'R'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_OfALabelThatIsNoClass_NamesTheRow()
    {
        TinyData.Row[] rows = TinyData.Rows(4);
        rows[2].Label = "Q";
        IDataView view = _context.Data.LoadFromEnumerable(rows);
        IDataView made = _context.Transforms.Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.Label()).Fit(view).Transform(view);

        ColumnValueException error = Assert.Throws<ColumnValueException>(() => TinyData.Vectors(made, "A"));

        Assert.Equal(("Label", 2), (error.Column, error.Row));
        Assert.Contains("'Q'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_OfAReservedColumn_IsRefused()
    {
        IDataView rows = TinyData.View(_context);
        IDataView reserved = _context.Transforms.CopyColumns("__mlnetxai.state", "Patient").Fit(rows).Transform(rows);

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Transforms.ApplyNetwork(TinyData.Network()).Fit(reserved));

        Assert.Contains("Rename the column", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Occlusion_OfABlackBox_EqualsThatOfItsScores()
    {
        IDataView rows = TinyData.View(_context, 5);
        NetworkTransformer network = _context.Transforms.ApplyNetwork(TinyData.Network()).Fit(rows);
        OcclusionOptions options = new() { Windows = OcclusionWindows.StudyA(3), MeanDrop = true };

        IDataView blackBox = _context.Transforms.Explain.Occlusion(network, "A", target: ExplanationTarget.Class("V"), options: options).Fit(rows).Transform(rows);
        IDataView probabilities = _context.Transforms.Explain.Occlusion(network.Model, "A", target: ExplanationTarget.Class("V"), options: options with { Score = ScoreKind.Probability })
            .Fit(rows).Transform(rows);

        foreach ((float[] first, float[] second) in TinyData.Vectors(blackBox, "A").Zip(TinyData.Vectors(probabilities, "A")))
            Assert.All(first.Zip(second), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void Occlusion_OfAModelThatDropsRows_SaysSo()
    {
        IDataView rows = TinyData.View(_context, 5);
        ITransformer filtering = new DroppingTransformer(_context.Transforms.ApplyNetwork(TinyData.Network()).Fit(rows));
        IDataView made = _context.Transforms.Explain.Occlusion(filtering, "A").Fit(rows).Transform(rows);

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => TinyData.Vectors(made, "A"));

        Assert.Contains("must keep every row", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Method_WithOptionsOfAnother_NamesBoth()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => _context.Transforms.Explain.Method(TinyData.Network(), "occlusion", "A", options: new SaliencyOptions()));

        Assert.Contains("takes OcclusionOptions, not SaliencyOptions", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Rows with slot names and, in the column "Other", the same in reverse, without.</summary>
    private IDataView Named()
    {
        NamedRow[] rows = [.. TinyData.Rows(30).Select(row => new NamedRow { Features = row.Features, Other = [.. row.Features.Reverse()] })];
        SchemaDefinition definition = SchemaDefinition.Create(typeof(NamedRow));
        ReadOnlyMemory<char>[] names = [.. Enumerable.Range(0, TinyData.Steps).Select(step => $"t{step}".AsMemory())];
        definition["Features"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(names.Length, names), new VectorDataViewType(TextDataViewType.Instance, names.Length));
        return _context.Data.LoadFromEnumerable(rows, definition);
    }

    private static string[] Slots(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private sealed class NamedRow
    {
        [VectorType(TinyData.Steps, 1)]
        public float[] Features { get; set; } = [];

        [VectorType(TinyData.Steps, 1)]
        public float[] Other { get; set; } = [];
    }

    private sealed class TwoChannels
    {
        [VectorType(6, 2)]
        public float[] Features { get; set; } = [];
    }

    /// <summary>Scores all rows but the last.</summary>
    private sealed class DroppingTransformer(NetworkTransformer network) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => network.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input)
        {
            IDataView scored = network.Transform(input);
            return new MLContext().Data.TakeRows(scored, Math.Max(1, scored.GetColumn<float[]>("Score").Count() - 1));
        }

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }
}
