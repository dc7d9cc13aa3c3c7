using FsCheck;
using MlNetXai.Signals.Splits;
using Xunit;

namespace MlNetXai.Signals.Tests.Splits;

public sealed class PatientFoldsTests
{
    private static readonly string[] Rows = [.. Enumerable.Range(0, 200).Select(row => $"p{row * row % 23}")];

    [Fact]
    public void Deal_AnyRows_KeepsPatientsTogetherAndFoldsAlike() => Prop.ForAll(
        Arb.From(Gen.Choose(0, 30).Select(patient => $"p{patient}").ListOf(300)),
        Arb.From(Gen.Choose(2, 5)),
        (rows, folds) =>
        {
            int most = rows.CountBy(patient => patient, StringComparer.Ordinal).Max(count => count.Value);
            int[] fold = PatientFolds.Deal([.. rows], folds, seed: 3);
            int[] sizes = [.. Enumerable.Range(0, folds).Select(index => fold.Count(value => value == index))];
            return sizes.Sum() == rows.Count
                && sizes.Max() - sizes.Min() <= most
                && rows.Zip(fold).GroupBy(row => row.First, StringComparer.Ordinal).All(patient => patient.Select(row => row.Second).Distinct().Count() == 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Deal_RowsInAnotherOrder_PutsPatientsInTheSameFolds()
    {
        int[] forward = PatientFolds.Deal(Rows, 3, seed: 1), backward = PatientFolds.Deal([.. Rows.Reverse()], 3, seed: 1);

        Assert.Equal(forward, backward.Reverse());
    }

    [Fact]
    public void Deal_AnotherSeed_GivesOtherFolds() => Assert.NotEqual(PatientFolds.Deal(Rows, 3, seed: 1), PatientFolds.Deal(Rows, 3, seed: 2));

    [Fact]
    public void Deal_OnePatient_SaysHowManyAreNeeded()
    {
        PatientSplitException error = Assert.Throws<PatientSplitException>(() => PatientFolds.Deal(["a", "a"], 3, seed: 1));

        Assert.Contains("1 patient; 3 folds need at least 3", error.Message, StringComparison.Ordinal);
    }
}
