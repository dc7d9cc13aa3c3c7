using Microsoft.ML;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.Networks;
using MlNetXai.Reporting.Figures;
using Xunit;

namespace MlNetXai.MLNet.Tests.Evaluation;

public sealed class FigureTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly Network Network = Presets.Lstm(new(BumpRows.Steps, 1), BumpRows.Classes, new() { Hidden = 4 });

    private static IDataView Explained { get; } = Context.Transforms.Explain.Saliency(Network, "A")
        .Append(Context.Transforms.Explain.Occlusion(Network, "B")).Fit(View()).Transform(View());

    [Fact]
    public void ToFigure_OfAnAggregate_HasMeanAndAverageBeatOfEachClass()
    {
        AttributionAggregate aggregate = Context.Explanation.Aggregate(Explained, "A", options: new() { Bootstrap = new() { Draws = 50, Level = 0.9 } });

        ClassAverageFigure figure = aggregate.ToFigure();

        Assert.Equal(BumpRows.Classes, figure.Panels.Select(panel => panel.Class));
        Assert.Equal("input-derivative", figure.Method);
        Assert.Equal(aggregate.Classes[1].Mean[3].Estimate, figure.Panels[1].Attribution[3].Value);
        Assert.Equal(aggregate.Classes[1].Mean[3].Low, figure.Panels[1].Attribution[3].Low);
        Assert.InRange(figure.Panels[1].Beat[8].Value, 1.8, 2.2);   // the bump of class "late"
        Assert.Equal(figure.Panels[1].Beat[8].Value - aggregate.Features![1].StandardDeviation![8], figure.Panels[1].Beat[8].Low, 12);
        Assert.Contains("90 % interval", figure.Caption.Shows, StringComparison.Ordinal);
        Assert.StartsWith("<svg", figure.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToFigure_OfAClassWithoutRows_LeavesItOut()
    {
        IDataView rows = BumpRows.View(Context, [.. BumpRows.Make().Where(row => row.Label == 0)]), early = Context.Transforms.Explain.Saliency(Network, "A").Fit(rows).Transform(rows);

        Assert.Equal(["early"], Context.Explanation.Aggregate(early, "A").ToFigure().Panels.Select(panel => panel.Class));
        Assert.Equal(["early"], Context.Explanation.Segments(early, "A").ToFigure().Panels.Select(panel => panel.Class));
        Assert.Equal(["early"], Context.Explanation.Examples(early, ["A"]).ToFigure().Rows.Select(row => row.Label));
    }

    [Fact]
    public void ToFigure_OfSegments_HasABarPerSegment()
    {
        SegmentMeasure segments = Context.Explanation.Segments(Explained, "A", options: new() { Bootstrap = new() { Draws = 50 } });

        SegmentFigure figure = segments.ToFigure();

        Assert.Equal(11, figure.Panels[0].Segments.Count);
        Assert.Equal(segments.Segments[14].Value.Estimate, figure.Panels[1].Segments[3].Value.Value);
        Assert.StartsWith("<svg", figure.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToFigure_OfAnAgreement_IsSymmetric()
    {
        AgreementMeasure agreement = Context.Explanation.Agreement(Explained, ["A", "B", "Features"]);

        AgreementFigure all = agreement.ToFigure(), late = agreement.ToFigure("top-overlap", "late");

        Assert.Equal(agreement.Classes[0].Spearman.Estimate, all.Values[0][1].Value);
        Assert.Equal(all.Values[2][0], all.Values[0][2]);
        Assert.Equal(agreement.Classes[^1].TopOverlap.Estimate, late.Values[1][2].Value);
        Assert.StartsWith("<svg", late.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToFigure_OfAnUnknownClassOrFigure_ListsThoseThereAre()
    {
        AgreementMeasure agreement = Context.Explanation.Agreement(Explained, ["A", "B"]);

        Assert.Contains("Name one of all, early, late", Assert.Throws<ArgumentException>(() => agreement.ToFigure(className: "N")).Message, StringComparison.Ordinal);
        Assert.Contains("Name one of spearman, spearman-magnitude, top-overlap, sign-agreement", Assert.Throws<ArgumentException>(() => agreement.ToFigure("pearson")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToFigure_WithoutTheRows_SaysWhichOptionNamesThem()
    {
        AttributionAggregate aggregate = Context.Explanation.Aggregate(Explained, "A", options: new() { FeatureColumnName = null });

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => aggregate.ToFigure());

        Assert.Contains("FeatureColumnName", error.Message, StringComparison.Ordinal);
        Assert.Null(aggregate.Features);
    }

    [Fact]
    public void ToFigure_OfALeadThatIsNone_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Context.Explanation.Aggregate(Explained, "A").ToFigure(lead: 1));

    [Fact]
    public void Examples_OfARow_HoldWhatTheColumnsSay()
    {
        AttributionExamples examples = Context.Explanation.Examples(Explained, ["A", "B"]);

        ExampleRow late = examples.Rows[1];
        Assert.Equal(TinyData.Vectors(Explained, "A")[late.Row], late.Attributions[0]);
        Assert.Equal(TinyData.Vectors(Explained, "Features")[late.Row], late.Features);
        Assert.Equal(["A", "B"], examples.ToFigure().Methods);
    }

    private static IDataView View() => BumpRows.View(Context, BumpRows.Make());
}
