using MlNetXai.Explanations.Evaluation;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class ClassificationMetricsTests
{
    [Fact]
    public void Of_SmallTable_EqualsHandComputed()
    {
        ClassificationMetrics metrics = ClassificationMetrics.Of([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 2], ["a", "b", "c"]);

        Assert.Equal(4 / 6.0, metrics.Accuracy!.Value, 1e-12);
        Assert.Equal(((2 / 3.0) + 0.5 + 1) / 3, metrics.BalancedAccuracy!.Value, 1e-12);
        Assert.Equal(1, metrics.Confusion[0, 1]);
        Assert.Equal(new("a", 3, 0.5, 2 / 3.0, 2 / 3.0, 2 / 3.0), metrics.PerClass[0]);
        Assert.Equal(new("b", 2, 2 / 6.0, 0.5, 0.5, 0.5), metrics.PerClass[1]);
    }

    [Fact]
    public void Of_ClassAbsent_IsNullAndNeverZero()
    {
        ClassificationMetrics metrics = ClassificationMetrics.Of([0, 0], [0, 0], ["a", "b"]);

        Assert.Equal(1, metrics.Accuracy);
        Assert.Null(metrics.BalancedAccuracy);
        Assert.Equal(new("b", 0, 0, null, null, null), metrics.PerClass[1]);
    }

    [Fact]
    public void Of_AbsentClassPredicted_PrecisionAndF1StayUndefined()
    {
        ClassificationMetrics metrics = ClassificationMetrics.Of([0, 0], [0, 1], ["a", "b"]);

        Assert.Equal(new("b", 0, 0, null, null, null), metrics.PerClass[1]);
    }

    [Fact]
    public void Of_NoRows_IsNull() => Assert.Null(ClassificationMetrics.Of([], [], ["a"]).Accuracy);

    [Fact]
    public void Of_LabelOutsideTheClasses_NamesTheRow()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => ClassificationMetrics.Of([0, 2], [0, 0], ["a", "b"]));

        Assert.Equal("row 1: label 2 and prediction 0 must lie in 0 … 1, the classes given.", error.Message);
    }
}
