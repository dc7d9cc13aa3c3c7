using System.Text.Json;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Tests.Models;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class PatientBootstrapTests
{
    // Same draws, doubles throughout.
    [Theory]
    [InlineData(IntervalKind.Percentile, "percentile95")]
    [InlineData(IntervalKind.Bca, "bca95")]
    public void Mean_GoldenDraws_EqualsReading(IntervalKind kind, string expected)
    {
        JsonElement golden = GoldenModels.Statistics.GetProperty("bootstrap_patients");
        double[][] byPatient = [.. golden.GetProperty("values_by_patient").EnumerateArray().Select(GoldenModels.Numbers)];
        int[][] draws = [.. golden.GetProperty("draws").EnumerateArray().Select(draw => draw.EnumerateArray().Select(index => index.GetInt32()).ToArray())];
        string[] patients = [.. byPatient.SelectMany((values, patient) => values.Select(_ => $"patient {patient:00}"))];

        Interval interval = new PatientBootstrap(patients, draws, new() { Kind = kind }).Mean([.. byPatient.SelectMany(values => values)]);

        double[] ends = GoldenModels.Numbers(golden.GetProperty(expected));
        Assert.Equal(golden.GetProperty("estimate").GetDouble(), interval.Estimate!.Value, 1e-12);
        Assert.Equal(ends[0], interval.Low!.Value, 1e-9);
        Assert.Equal(ends[1], interval.High!.Value, 1e-9);
        Assert.Equal(IntervalQuality.Reliable, interval.Quality);
    }

    [Fact]
    public void Mean_SameSeed_SameInterval()
    {
        string[] patients = [.. Enumerable.Range(0, 60).Select(row => $"p{row % 12}")];
        double[] values = [.. Enumerable.Range(0, 60).Select(row => Math.Sin(row))];

        Assert.Equal(new PatientBootstrap(patients, new() { Seed = 5 }).Mean(values), new PatientBootstrap(patients, new() { Seed = 5 }).Mean(values));
        Assert.NotEqual(new PatientBootstrap(patients, new() { Seed = 5 }).Mean(values), new PatientBootstrap(patients, new() { Seed = 6 }).Mean(values));
    }

    [Fact]
    public void Mean_RowsInOtherOrder_SameInterval()
    {
        string[] patients = ["a", "b", "c", "d", "a", "b"];
        double[] values = [1, 2, 3, 4, 5, 6];

        Assert.Equal(
            new PatientBootstrap(patients).Mean(values),
            new PatientBootstrap([.. patients.Reverse()]).Mean([.. values.Reverse()]));
    }

    [Fact]
    public void Mean_TwoPatients_HasNoInterval()
    {
        Interval interval = new PatientBootstrap(["a", "a", "b"]).Mean([1, 2, 6]);

        Assert.Equal(3, interval.Estimate);
        Assert.Null(interval.Low);
        Assert.Equal("2 patients, no interval", interval.Remark);
    }

    [Fact]
    public void Mean_FourPatients_IsMarkedUnreliable()
    {
        Interval interval = new PatientBootstrap(["a", "b", "c", "d"]).Mean([1, 2, 3, 4]);

        Assert.True(interval.Low < interval.High);
        Assert.Equal("4 patients, unreliable", interval.Remark);
    }

    [Fact]
    public void Mean_AllEqual_HasNoInterval()
    {
        Interval interval = new PatientBootstrap(["a", "b", "b", "c"]).Mean([0.1, 0.1, 0.1, 0.1]);

        Assert.Equal(0.1, interval.Estimate!.Value, 1e-15);
        Assert.Null(interval.High);
        Assert.Equal(IntervalQuality.NoSpread, interval.Quality);
    }

    [Fact]
    public void Mean_NoValues_IsUndefined()
    {
        Interval interval = new PatientBootstrap(["a", "b", "c"]).Mean([double.NaN, double.NaN, double.NaN]);

        Assert.Null(interval.Estimate);
        Assert.Equal(IntervalQuality.Undefined, interval.Quality);
    }

    [Fact]
    public void MeanDifference_ConstantShift_HasNoSpread()
    {
        double[][] first = [[1, 5], [2, 9], [7, 3], [4, 4]], second = [.. first.Select(row => row.Select(value => value - 0.5).ToArray())];

        IReadOnlyList<Interval> difference = new PatientBootstrap(["a", "b", "c", "d"]).MeanDifference(first, second);

        Assert.All(difference, interval => Assert.Equal((0.5, IntervalQuality.NoSpread), (interval.Estimate!.Value, interval.Quality)));
    }

    [Fact]
    public void Classification_ClassOfOnePatient_StatesTheDrawsThatLackIt()
    {
        string[] patients = [.. Enumerable.Range(0, 40).Select(row => $"p{row / 4}")];
        int[] labels = [.. Enumerable.Range(0, 40).Select(row => row >= 36 ? 1 : 0)];
        int[] predicted = [.. Enumerable.Range(0, 40).Select(row => row >= 38 ? 1 : row % 7 == 0 ? 1 : 0)];

        ClassificationIntervals intervals = new PatientBootstrap(patients, new() { Seed = 1 }).Classification(labels, predicted, ["N", "V"]);

        Assert.Equal(0.5, intervals.Recall[1].Estimate);
        Assert.Equal(Math.Pow(0.9, 10), intervals.Recall[1].UndefinedShare, 0.03);
        Assert.Equal(intervals.Recall[1].UndefinedShare, intervals.BalancedAccuracy.UndefinedShare);
        Assert.Equal(0, intervals.Accuracy.UndefinedShare);
    }

    [Fact]
    public void ClassificationDifference_OfAClassifierAndItself_IsZero()
    {
        string[] patients = ["a", "a", "b", "b", "c", "c"];
        int[] labels = [0, 1, 0, 1, 0, 1], predicted = [0, 1, 1, 1, 0, 0];

        (Interval accuracy, Interval balanced) = new PatientBootstrap(patients).ClassificationDifference(labels, predicted, predicted, ["x", "y"]);

        Assert.Equal((0, IntervalQuality.NoSpread), (accuracy.Estimate, accuracy.Quality));
        Assert.Equal(0, balanced.Estimate);
    }

    [Fact]
    public void ClassificationDifference_OfTwoClassifiers_IsPaired()
    {
        string[] patients = ["a", "a", "b", "b", "c", "d"];
        int[] labels = [0, 1, 0, 1, 0, 1], first = [0, 1, 1, 1, 0, 0], second = [0, 0, 0, 1, 1, 1];
        PatientBootstrap bootstrap = new(patients);

        (Interval accuracy, Interval balanced) = bootstrap.ClassificationDifference(labels, first, second, ["x", "y"]);

        double[] rows = [.. labels.Select((label, row) => (first[row] == label ? 1.0 : 0) - (second[row] == label ? 1 : 0))];
        Interval expected = bootstrap.Mean(rows);
        Assert.Equal(expected.Low!.Value, accuracy.Low!.Value, 1e-12);
        Assert.Equal(expected.High!.Value, accuracy.High!.Value, 1e-12);
        Assert.Equal(0, balanced.Estimate!.Value, 1e-12);
        Assert.InRange(balanced.UndefinedShare, 0.001, 0.999);
    }

    [Fact]
    public void Classification_AgainstRowsDrawnOneByOne_IsEqual()
    {
        string[] patients = ["a", "a", "b", "c", "c", "c", "d"];
        int[] labels = [0, 1, 0, 1, 1, 0, 1], predicted = [0, 1, 1, 1, 0, 0, 1];
        int[][] draws = [[0, 0, 1, 3], [2, 2, 2, 2], [3, 1, 0, 2], [1, 1, 2, 3], [0, 3, 3, 3]];

        Interval fast = new PatientBootstrap(patients, draws).Classification(labels, predicted, ["x", "y"]).Accuracy;

        double[] slow = [.. draws.Select(draw => Accuracy(draw, patients, labels, predicted)).Order()];
        Assert.Equal(slow[0] + (0.1 * (slow[1] - slow[0])), fast.Low!.Value, 1e-12);
        Assert.Equal(slow[3] + (0.9 * (slow[4] - slow[3])), fast.High!.Value, 1e-12);
    }

    [Fact]
    public void Mean_ValuesOfOtherRows_NamesBothLengths()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => new PatientBootstrap(["a", "b"]).Mean([1.0]));

        Assert.Equal("values has 1 values, not 2.", error.Message);
    }

    private static double Accuracy(int[] draw, string[] patients, int[] labels, int[] predicted)
    {
        int[] rows = [.. draw.SelectMany(patient => Enumerable.Range(0, patients.Length).Where(row => patients[row] == "abcd"[patient].ToString()))];
        return rows.Average(row => labels[row] == predicted[row] ? 1.0 : 0.0);
    }
}
