using System.Xml.Linq;
using MlNetXai.Reporting.Drawing;
using MlNetXai.Reporting.Figures;
using Xunit;

namespace MlNetXai.Reporting.Tests.Figures;

/// <summary>What single kinds of figures must show, and refuse.</summary>
public class FigureTests
{
    [Fact]
    public void TemporalScores_SufficientPrefix_IsNamedAtTimeOfItsLastStep()
    {
        // 90 steps end with step 89, 17 after R: 17 / 360 s = 47 ms.
        Assert.Contains("settled at 47 ms", SvgReading.Texts(SvgReading.Read(Samples.TemporalScores())));
    }

    [Fact]
    public void TemporalScores_NoPrefix_DrawsNoMark()
    {
        TemporalScoresFigure figure = Samples.TemporalScores();

        figure = figure with { Examples = [figure.Examples[0] with { SufficientPrefix = null }] };

        Assert.DoesNotContain(SvgReading.Texts(SvgReading.Read(figure)), text => text.StartsWith("settled", StringComparison.Ordinal));
    }

    [Fact]
    public void TemporalScores_TrueClass_IsThick()
    {
        IEnumerable<string> thick = SvgReading.Read(Samples.TemporalScores()).Descendants(SvgReading.Svg + "path")
            .Select(path => path.Attribute("class")!.Value).Where(css => css.Contains("thick", StringComparison.Ordinal));

        Assert.Equal(["line thick c0-s", "line thick c1-s", "line thick c2-s", "line thick c3-s"], thick);
    }

    [Fact]
    public void TemporalScores_ProbabilitiesShort_NamesBeatAndBothLengths()
    {
        TemporalScoresFigure figure = Samples.TemporalScores();

        figure = figure with { Examples = [figure.Examples[0] with { Probabilities = new float[3] }] };

        Assert.Equal("N: record 100: Probabilities has 3 values, not 864.", Assert.Throws<ShapeException>(figure.ToSvg).Message);
    }

    [Fact]
    public void LabelledEcg_EveryWaveInside_IsLabelledOnce()
    {
        string[] texts = [.. SvgReading.Texts(SvgReading.Read(Samples.LabelledEcg()))];

        Assert.Equal([3, 4, 4, 4, 4], new[] { "P", "Q", "R", "S", "T" }.Select(wave => texts.Count(text => text == wave)));
    }

    [Fact]
    public void LabelledEcg_BaselineWanders_NamesStayAtTheirPeaks()
    {
        LabelledEcgFigure figure = Samples.LabelledEcg();
        static double[] Places(LabelledEcgFigure figure) =>
            [.. SvgReading.Read(figure).Descendants(SvgReading.Svg + "text").Where(text => text.Value is "P" or "R" or "T").Select(text => (double)text.Attribute("x")!)];

        double[] shifted = Places(figure with { Millivolts = [.. figure.Millivolts.Select((value, i) => value - 0.8 + (0.0004 * i))] });

        Assert.All(Places(figure).Zip(shifted), pair => Assert.Equal(pair.First, pair.Second, 5.0));
    }

    [Fact]
    public void LabelledEcg_Conventional_SaysSoAndSyntheticDoesNot()
    {
        LabelledEcgFigure figure = Samples.LabelledEcg();

        Assert.Contains("convention", figure.Caption.Shows, StringComparison.Ordinal);
        Assert.Contains("true bounds", (figure with { ConventionalWindows = false }).Caption.Shows, StringComparison.Ordinal);
    }

    [Fact]
    public void Salience_EveryMethodAndClass_IsNamed()
    {
        string[] texts = [.. SvgReading.Texts(SvgReading.Read(Samples.Salience()))];

        Assert.All([.. Samples.Methods, .. Samples.Classes], name => Assert.Contains(name, texts));
    }

    [Fact]
    public void Salience_PeakOfSalience_HasLastColourAtItsTime()
    {
        float[] salience = new float[216];
        salience[72] = 1;
        SalienceFigure figure = new() { Title = "One sample", Methods = ["a"], Rows = [new("N", Samples.Beat(0), [salience])] };

        XElement svg = SvgReading.Read(figure);

        XElement cell = Assert.Single(svg.Descendants(SvgReading.Svg + "rect"), rect => rect.Attribute("class")!.Value == "m31" && rect.Attribute("y")!.Value != "8");
        XElement strip = svg.Descendants(SvgReading.Svg + "rect").First(rect => rect.Attribute("class")!.Value == "m0" && rect.Attribute("y")!.Value != "8");
        double share = ((double)cell.Attribute("x")! - (double)strip.Attribute("x")!) / (720 - (double)strip.Attribute("x")! - 16);
        Assert.Equal(72 / 216.0, share, 3);
    }

    [Fact]
    public void Salience_MethodMissing_NamesRowAndBothCounts()
    {
        SalienceFigure figure = Samples.Salience() with { Rows = [new("V", Samples.Beat(3), [Samples.SalienceOf(0, 0)])] };

        Assert.Equal("V: Salience has 1 values, not 3.", Assert.Throws<ShapeException>(figure.ToSvg).Message);
    }

    [Fact]
    public void ScoreReduction_Baseline_IsGreyDashedAndWithoutMarker()
    {
        XElement svg = SvgReading.Read(Samples.ScoreReduction());

        XElement[] grey = [.. svg.Descendants(SvgReading.Svg + "path").Where(path => path.Attribute("class")!.Value == "line mid muted-s")];
        Assert.NotNull(Assert.Single(grey).Attribute("stroke-dasharray"));
        Assert.DoesNotContain(svg.Descendants(SvgReading.Svg + "path"), path => path.Attribute("class")!.Value == "muted surface-s thin");
    }

    [Fact]
    public void ScoreReduction_Methods_DifferInDashAndMarkerNotOnlyInColour()
    {
        XElement svg = SvgReading.Read(Samples.ScoreReduction());

        string?[] dashes = [.. Enumerable.Range(0, 3).Select(i => svg.Descendants(SvgReading.Svg + "path").First(path => path.Attribute("class")!.Value == $"line mid c{i}-s").Attribute("stroke-dasharray")?.Value)];
        string[] markers = [.. Enumerable.Range(0, 3).Select(i => Shape(svg.Descendants(SvgReading.Svg + "path").First(path => path.Attribute("class")!.Value == $"c{i} surface-s thin")))];
        Assert.Equal(3, dashes.Distinct().Count());
        Assert.Equal(3, markers.Distinct().Count());

        static string Shape(XElement path) => new([.. path.Attribute("d")!.Value.Where(char.IsLetter)]);
    }

    [Fact]
    public void ScoreReduction_CurveShort_NamesPanelCurveAndBothLengths()
    {
        ScoreReductionFigure figure = Samples.ScoreReduction() with { ShareDeleted = [new("occlusion", [0.5])] };

        Assert.Equal("B. Share deleted occlusion has 1 values, not 21.", Assert.Throws<ShapeException>(figure.ToSvg).Message);
    }

    [Fact]
    public void MaskWeight_Chosen_IsNamedAndAloneHasBand()
    {
        XElement svg = SvgReading.Read(Samples.MaskWeight());

        Assert.Contains("λ1 = 0.01 (chosen)", SvgReading.Texts(svg));
        Assert.Single(svg.Descendants(SvgReading.Svg + "path"), path => path.Attribute("class")!.Value.StartsWith("band", StringComparison.Ordinal));
    }

    [Fact]
    public void TrainingHistory_BestEpoch_IsMarked()
    {
        Assert.Contains("kept: epoch 38", SvgReading.Texts(SvgReading.Read(Samples.TrainingHistory())));
    }

    [Fact]
    public void Confusion_EveryCount_IsPrintedWithShareOfRow()
    {
        string[] texts = [.. SvgReading.Texts(SvgReading.Read(Samples.Confusion()))];

        Assert.Equal(2, texts.Count(text => text == "N"));
        Assert.All(["13,021", "93.3\u00A0%", "881", "70.4\u00A0%", "13,960"], number => Assert.Contains(number, texts));
    }

    [Fact]
    public void Confusion_RowShort_NamesClassAndBothCounts()
    {
        ConfusionFigure figure = Samples.Confusion() with { Counts = [[1, 2, 3, 4], [1, 2], [1, 2, 3, 4], [1, 2, 3, 4]] };

        Assert.Equal("Counts of R has 2 values, not 4.", Assert.Throws<ShapeException>(figure.ToSvg).Message);
    }

    [Fact]
    public void Agreement_NegativeValue_LooksLikeNeither0NorItsMagnitude()
    {
        AgreementFigure figure = Matrix(-0.44, -0.04, 0.44);

        XElement svg = SvgReading.Read(figure);

        IEnumerable<string> cells = svg.Descendants(SvgReading.Svg + "rect").Select(rect => rect.Attribute("class")!.Value).Where(css => css.Contains("surface-s", StringComparison.Ordinal));
        Assert.Equal(["n14", "n1", "m14"], cells.Select(css => css.Split(' ')[0]).Distinct());
        Assert.All(["−1", "0", "1   rank correlation"], end => Assert.Contains(end, SvgReading.Texts(svg)));
        Assert.Contains("from −1 through 0, which stands out least, to 1.", svg.Element(SvgReading.Svg + "desc")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Agreement_NoNegativeValue_HasScaleFrom0To1()
    {
        XElement svg = SvgReading.Read(Matrix(0, 0.04, 1));

        Assert.DoesNotContain("−1", SvgReading.Texts(svg));
        Assert.Contains("from 0 to 1.", svg.Element(SvgReading.Svg + "desc")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Agreement_IntervalsNotDrawn_AreNotNamed()
    {
        static string Shows(AgreementFigure figure) => figure.Caption.Shows;

        Assert.Contains("95 % interval", Shows(Samples.Agreement()), StringComparison.Ordinal);
        Assert.DoesNotContain("interval", Shows(Matrix(0.1, 0.2, 0.3)), StringComparison.Ordinal);
        Assert.DoesNotContain("interval", Shows(Samples.Edges.OfType<AgreementFigure>().First(figure => figure.Methods.Count == 14)), StringComparison.Ordinal);
    }

    [Fact]
    public void BeatAttribution_CurvesAreScaled_IsSaidInTheDrawingAndItsDescription()
    {
        XElement svg = SvgReading.Read(Samples.BeatAttributions());

        Assert.Contains("attribution A, each curve divided by its largest magnitude max |A|", SvgReading.Texts(svg));
        Assert.Contains("divided by its largest magnitude", svg.Element(SvgReading.Svg + "desc")!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(-12)]
    [InlineData(-4)]
    [InlineData(-3)]
    [InlineData(3)]
    [InlineData(12)]
    public void PowerOfTen_OfEitherAxis_IsNeverCut(int power)
    {
        double value = 2.4 * Math.Pow(10, power);
        float[] beat = Samples.Beat(0);
        ClassAverageFigure upright = new() { Title = "y axis", Method = "a method", Panels = [new("N", 1, 1, [.. beat.Select((_, step) => (Estimate)(step % 2 == 0 ? value : -value))], [.. beat])] };
        SegmentFigure lying = new()
        {
            Title = "x axis",
            Method = "a method",
            Quantity = "sum of the magnitudes over all samples of the segment and all leads",
            Panels = [new("N", 1, 1, [.. beat], [new("P", 0, 100, value), new("T", 100, 216, -value)]), new("V", 1, 1, [.. beat], [new("P", 0, 100, value), new("T", 100, 216, -value)])],
        };

        Assert.Contains($"×{Ticks.PowerOfTen(power)}", SvgReading.Texts(SvgReading.Read(upright)));
        Assert.Equal(2, SvgReading.Texts(SvgReading.Read(lying)).Count(text => text.EndsWith($"(×{Ticks.PowerOfTen(power)})", StringComparison.Ordinal)));
    }

    [Fact]
    public void WaveShare_Undefined_IsSaidInWords()
    {
        Assert.Equal(3, SvgReading.Texts(SvgReading.Read(Samples.WaveShares())).Count(text => text == "undefined"));
    }

    [Fact]
    public void WaveShare_WaveMissingFromAClass_IsSaidInWords()
    {
        WaveShareFigure figure = new()
        {
            Title = "Missing P",
            Shares = [new("N", "P", "occlusion", 0.2, 0.18), new("V", WaveShare.Rest, "occlusion", 0.5, 0.4)],
        };

        Assert.Equal(2, SvgReading.Texts(SvgReading.Read(figure)).Count(text => text == "no such wave"));
        Assert.Contains("lies in no window", figure.Caption.Shows, StringComparison.Ordinal);
    }

    [Fact]
    public void SplitAccuracy_Published_IsNamed()
    {
        Assert.Contains("published 80.3\u00A0%", SvgReading.Texts(SvgReading.Read(Samples.SplitAccuracies())));
    }

    [Fact]
    public void Caption_Given_ReplacesTheFiguresOwnWords()
    {
        FigureCaption caption = new("Shows.", "Reading.", "Limits.");

        Assert.Equal(caption, (Samples.Confusion() with { Caption = caption }).Caption);
    }

    [Theory]
    [InlineData(0, 72, 360)]
    [InlineData(216, -1, 360)]
    [InlineData(216, 72, 0)]
    public void BeatWindow_ImpossibleValue_IsRefused(int steps, int before, double rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BeatWindow { Steps = steps, Before = before, SamplingRateHz = rate });
    }

    private static AgreementFigure Matrix(double first, double second, double third) => new()
    {
        Title = "Agreement",
        Measure = "rank correlation",
        Methods = ["a", "b", "c"],
        Values = [[1, first, second], [first, 1, third], [second, third, 1]],
    };
}
