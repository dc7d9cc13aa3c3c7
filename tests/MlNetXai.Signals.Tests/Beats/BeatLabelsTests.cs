using FsCheck;
using MlNetXai.Signals.Beats;
using Xunit;

namespace MlNetXai.Signals.Tests.Beats;

public class BeatLabelsTests
{
    private const byte N = 1, V = 5, Noise = 14;

    [Fact]
    public void Match_NearestWithinTolerance_GivesItsLabel()
    {
        BeatMatch match = BeatLabels.Match([100, 400, 700], [new(110, N), new(454, V), new(760, N)], 54);

        Assert.Equal(["N", "V", null], match.Labels);
        Assert.Equal([760L], match.Missed.Select(annotation => annotation.Sample));
    }

    [Fact]
    public void Match_NextBeatFitsBetter_LeavesTheFirstUnlabelled()
    {
        BeatMatch match = BeatLabels.Match([100, 140], [new(145, V)], 54);

        Assert.Equal([null, "V"], match.Labels);
    }

    [Fact]
    public void Match_NextAnnotationFitsBetter_MissesTheFirst()
    {
        BeatMatch match = BeatLabels.Match([145], [new(100, N), new(140, V)], 54);

        Assert.Equal(["V"], match.Labels);
        Assert.Equal([100L], match.Missed.Select(annotation => annotation.Sample));
    }

    [Fact]
    public void Match_NextPairFitsBetterThanCrossing_PairsInOrder()
    {
        // 140 is nearer to 130 than 100 is, but 150 is nearer still to 140.
        BeatMatch match = BeatLabels.Match([100, 140], [new(130, N), new(145, V)], 54);

        Assert.Equal(["N", "V"], match.Labels);
    }

    [Fact]
    public void Match_AnnotationsThatMarkNoBeat_AreIgnored()
    {
        BeatMatch match = BeatLabels.Match([100], [new(100, Noise), new(120, N)], 54);

        Assert.Equal(["N"], match.Labels);
        Assert.Empty(match.Missed);
    }

    [Fact]
    public void Match_AnnotationsOutOfOrder_AreTakenInOrderOfTime()
    {
        BeatMatch match = BeatLabels.Match([100, 400], [new(400, V), new(100, N)], 54);

        Assert.Equal(["N", "V"], match.Labels);
    }

    [Fact]
    public void Match_NothingOnOneSide_LeavesTheOtherAlone()
    {
        Assert.Equal([null, null], BeatLabels.Match([1, 2], [], 54).Labels);
        Assert.Equal(2, BeatLabels.Match([], [new(1, N), new(2, N)], 54).Missed.Count);
    }

    [Fact]
    public void Match_AnyInput_IsOneToOneWithinTolerance()
    {
        Prop.ForAll<ushort[], ushort[]>((beatSamples, annotated) =>
        {
            int[] beats = [.. beatSamples.Select(value => (int)value).Distinct().Order()];
            Annotation[] annotations = [.. annotated.Select(value => new Annotation(value, N))];

            BeatMatch match = BeatLabels.Match(beats, annotations, 54);

            int matched = match.Labels.Count(label => label is not null);
            return matched + match.Missed.Count == annotations.Length
                && beats.Where((_, i) => match.Labels[i] is not null).All(beat => annotations.Any(annotation => Math.Abs(annotation.Sample - beat) <= 54));
        }).QuickCheckThrowOnFailure();
    }
}
