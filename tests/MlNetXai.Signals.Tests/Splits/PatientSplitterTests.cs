using MlNetXai.Signals.Splits;
using Xunit;

namespace MlNetXai.Tests.Splits;

public class PatientSplitterTests
{
    private static readonly PatientSplitOptions Small = new() { TrainPatients = 6, ValidationPatients = 1, TestPatients = 2 };

    [Fact]
    public void Find_EvenPatients_KeepsThemApartAndCounted()
    {
        PatientSplit split = PatientSplitter.Find(["N", "V"], Patients(9, 100, 50), Small, seed: 3);

        Assert.Equal((6, 1, 2), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(9, split.Train.Concat(split.Validation).Concat(split.Test).Distinct().Count());
        Assert.Equal([284, 41, 81], split.MinimumRows);
    }

    [Fact]
    public void Find_SameSeed_GivesTheSameSplitInAnyOrderOfPatients()
    {
        IReadOnlyList<PatientRows> patients = Patients(9, 100, 50);

        PatientSplit split = PatientSplitter.Find(["N", "V"], patients, Small, seed: 3), reversed = PatientSplitter.Find(["N", "V"], [.. patients.Reverse()], Small, seed: 3);

        Assert.Equal(split.Train, reversed.Train);
        Assert.Equal(split.Test, reversed.Test);
        Assert.Equal(split.Draws, reversed.Draws);
    }

    [Fact]
    public void Find_SearchedToTheEnd_NamesTheClassThatFailsMost()
    {
        PatientRows[] patients = [.. Enumerable.Range(0, 9).Select(i => new PatientRows($"p{i}", [100, i == 0 ? 798 : i < 3 ? 1 : 0]))];

        PatientSplitException error = Assert.Throws<PatientSplitException>(
            () => PatientSplitter.Find(["N", "V"], patients, Small with { MaximumDraws = 500 }, seed: 3));

        Assert.StartsWith("Patient split: none of 500 draws gives every class 504 / 72 / 144 rows", error.Message);
        Assert.Contains("Class 'V' fails most", error.Message);
        Assert.Contains("Lower Slack", error.Message);
    }

    [Fact]
    public void Find_OnePatient_AsksForOthers()
    {
        PatientSplitException error = Assert.Throws<PatientSplitException>(() => PatientSplitter.Find(["N"], Patients(1, 5), Small, seed: 3));

        Assert.Contains("one patient only ('p0')", error.Message);
    }

    [Fact]
    public void Find_ClassOfTwoPatients_SaysThatAPartWouldLackIt()
    {
        PatientRows[] patients = [.. Patients(7, 9, 0), new("x", [9, 9]), new("y", [9, 9])];

        PatientSplitException error = Assert.Throws<PatientSplitException>(() => PatientSplitter.Find(["N", "V"], patients, Small, seed: 3));

        Assert.Contains("two patients of 9 has class 'V', so it would be missing from a part", error.Message);
    }

    [Fact]
    public void Find_NumbersThatDoNotAddUp_NamesBoth()
    {
        PatientSplitException error = Assert.Throws<PatientSplitException>(() => PatientSplitter.Find(["N"], Patients(7, 5), Small, seed: 3));

        Assert.Contains("there are 7 patients, and parts of 6 / 1 / 2 need 9", error.Message);
    }

    private static IReadOnlyList<PatientRows> Patients(int count, params int[] rows) => [.. Enumerable.Range(0, count).Select(i => new PatientRows($"p{i}", rows))];
}
