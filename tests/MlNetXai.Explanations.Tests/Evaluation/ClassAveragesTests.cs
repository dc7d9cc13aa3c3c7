using MlNetXai.Explanations.Evaluation;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class ClassAveragesTests
{
    private static readonly string[] Classes = ["N", "V", "never"];

    [Fact]
    public void Measure_TwoClasses_AveragesTheRowsOfEach()
    {
        Batch values = new(4, 1, 2, new float[] { 1, 10, 3, 20, 7, 0, 5, 60 });

        IReadOnlyList<ClassAverage> averages = ClassAverages.Measure(values, [0, 0, 1, 0], Classes, new(["a", "a", "a", "b"]));

        Assert.Equal([(3, 2), (1, 1), (0, 0)], averages.Select(average => (average.Rows, average.Patients)));
        Assert.Equal([3, 30], averages[0].Mean.Select(mean => mean.Estimate!.Value));
        Assert.Equal([2, Math.Sqrt(700)], averages[0].StandardDeviation!, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([7, 0], averages[1].Mean.Select(mean => mean.Estimate!.Value));
    }

    [Fact]
    public void Measure_OneRow_HasNoDeviation() =>
        Assert.Null(ClassAverages.Measure(new(1, 2, 1), [1], Classes, new(["a"]))[1].StandardDeviation);

    [Fact]
    public void Measure_ClassWithoutRows_IsUndefined() =>
        Assert.All(
            ClassAverages.Measure(new(1, 2, 1), [1], Classes, new(["a"]))[2].Mean,
            mean => Assert.Equal((null, IntervalQuality.Undefined), (mean.Estimate, mean.Quality)));

    [Fact]
    public void Measure_Interval_IsThatOfTheMeanOverPatientsWithTheClass()
    {
        string[] patients = ["a", "b", "c", "d", "d"];
        float[] column = [1, 2, 4, 8, 16];
        PatientBootstrap bootstrap = new(patients);

        ClassAverage average = ClassAverages.Measure(new(5, 1, 1, column), [0, 0, 0, 0, 1], Classes, bootstrap)[0];

        Assert.Equal(bootstrap.Mean([1, 2, 4, 8, double.NaN]), Assert.Single(average.Mean));
        Assert.Equal(4, average.Patients);
    }

    [Fact]
    public void Measure_LargeValuesThatDifferLittle_KeepTheirDeviation()
    {
        ClassAverage average = ClassAverages.Measure(new(2, 1, 1, new[] { 16_000_000f, 16_000_002f }), [0, 0], Classes, new(["a", "b"]))[0];

        Assert.Equal(Math.Sqrt(2), average.StandardDeviation![0], 1e-12);
    }

    [Fact]
    public void Measure_LabelsMissing_NamesBothCounts()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => ClassAverages.Measure(new(2, 1, 1), [0], Classes, new(["a", "b"])));

        Assert.Contains("2 rows, but 1 labels and 2 patients", error.Message, StringComparison.Ordinal);
    }
}
