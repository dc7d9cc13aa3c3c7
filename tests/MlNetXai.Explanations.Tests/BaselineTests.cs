using Xunit;

namespace MlNetXai.Explanations.Tests;

public sealed class BaselineTests
{
    [Fact]
    public void RowMean_OfEachChannel_IsItsOwn()
    {
        Batch batch = new(1, 2, 2, new float[] { 1, 10, 3, 30 });

        Assert.Equal([2f, 20f, 2f, 20f], Baseline.RowMean.For(batch).Values.ToArray());
    }

    [Fact]
    public void TrainingMean_OverRowsAndSteps_IsPerChannel()
    {
        Batch training = new(2, 2, 2, new float[] { 1, 10, 2, 20, 3, 30, 6, 60 });

        Assert.Equal([3f, 30f, 3f, 30f], Baseline.TrainingMean(training).For(new(1, 2, 2)).Values.ToArray());
    }

    [Fact]
    public void TrainingMeanRow_OverRows_IsPerStepAndChannel()
    {
        Batch training = new(2, 2, 2, new float[] { 1, 10, 2, 20, 3, 30, 6, 60 });

        Assert.Equal([2f, 20f, 4f, 40f], Baseline.TrainingMeanRow(training).For(new(1, 2, 2)).Values.ToArray());
    }

    [Fact]
    public void ClassMean_OfEachRow_IsThatOfItsTarget()
    {
        Batch training = new(3, 2, 1, new float[] { 1, 2, 3, 4, 5, 8 });

        Assert.Equal([4f, 6f, 1f, 2f], Baseline.ClassMean(training, [0, 1, 1], 2).For(new(2, 2, 1), [1, 0]).Values.ToArray());
    }

    [Fact]
    public void ClassMean_ClassWithoutRows_IsNamed()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Baseline.ClassMean(new(2, 2, 1), [0, 2], 3));

        Assert.StartsWith("The training part has no rows of class 1", error.Message);
    }

    [Fact]
    public void ClassMean_ClassWithoutMean_IsNamed()
    {
        Baseline baseline = Baseline.ClassMean(new(2, 2, 1), [0, 1], 2);

        Assert.Equal("The baseline has the means of 2 classes, but the class explained is 2. Take the means of all the model's classes, or a baseline that needs no class.", Assert.Throws<ShapeException>(() => baseline.For(new(1, 2, 1), [2])).Message);
        Assert.Equal("The baseline has the means of 2 classes, but the class explained is not known. Take the means of all the model's classes, or a baseline that needs no class.", Assert.Throws<ShapeException>(() => baseline.For(new(1, 2, 1))).Message);
    }

    [Fact]
    public void MovingAverage_OfEachChannel_IsShorterAtTheEnds()
    {
        Batch batch = new(1, 4, 2, new float[] { 1, 10, 2, 20, 6, 60, 4, 40 });

        Assert.Equal([1.5f, 15f, 3f, 30f, 4f, 40f, 5f, 50f], Baseline.MovingAverage(3).For(batch).Values.ToArray());
    }

    [Fact]
    public void MovingAverage_OfEvenWidth_NamesTheNeighbours() =>
        Assert.Contains("Give 3 or 5.", Assert.Throws<ArgumentOutOfRangeException>(() => Baseline.MovingAverage(4)).Message);

    [Fact]
    public void Rows_OfOneRow_ServeAll()
    {
        Batch one = new(1, 2, 1, new float[] { 5, 6 });

        Assert.Equal([5f, 6f, 5f, 6f], Baseline.Rows(one).For(new(2, 2, 1)).Values.ToArray());
    }

    [Fact]
    public void PerChannel_OfOtherChannels_NamesBoth()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Baseline.PerChannel([1, 2]).For(new(1, 2, 1)));

        Assert.Equal("The baseline has values of 2 channels, but the rows it is for have 1. Give one value for each channel of theirs.", error.Message);
    }

    [Fact]
    public void Rows_OfOtherShape_NamesBothShapes()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Baseline.Rows(new(2, 3, 1)).For(new(2, 2, 1)));

        Assert.Equal("The baseline has rows of 3 steps × 1 channels, but the rows it is for have 2 steps × 1 channels. Give rows of that shape.", error.Message);
    }

    [Fact]
    public void Rows_OfOtherNumber_NamesBothAndTheRemedy()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Baseline.Rows(new(2, 3, 1)).For(new(5, 3, 1)));

        Assert.Equal("The baseline has 2 rows, but 5 rows are to be replaced together. Give one row, which serves all, or one for each of them.", error.Message);
    }

    [Fact]
    public void Constant_NotFinite_SaysOfWhatAndWhatToDo()
    {
        ArgumentOutOfRangeException constant = Assert.Throws<ArgumentOutOfRangeException>(() => Baseline.Constant(float.NaN));
        ArgumentOutOfRangeException channel = Assert.Throws<ArgumentOutOfRangeException>(() => Baseline.PerChannel([0, float.PositiveInfinity]));

        Assert.StartsWith("The baseline's value is NaN and must be finite. Give a number in the model's input unit, or take Baseline.Zero.", constant.Message);
        Assert.StartsWith("The baseline's value of channel 1 is Infinity and must be finite. Give a number in the model's input unit", channel.Message);
    }

    [Fact]
    public void TrainingMean_NoRows_IsRefused() => Assert.Throws<ShapeException>(() => Baseline.TrainingMean(new(0, 2, 1)));
}
