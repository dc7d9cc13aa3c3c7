using System.Text.Json;
using MlNetXai.Signals.Splits;
using MlNetXai.Signals.Tests.Beats;
using Xunit;

namespace MlNetXai.Signals.Tests.Splits;

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

        PatientSplit split = PatientSplitter.Find(["N", "V"], patients, Small, seed: 3);
        PatientSplit reversed = PatientSplitter.Find(["N", "V"], [.. patients.Reverse()], Small, seed: 3);

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

    // Kept beats per record, from the golden numbers; 201 and 202 are one patient.
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Find_MitBih_KeepsThePapersRule(int seed)
    {
        string[] classes = ["N", "R", "/", "V"];
        PatientRows[] patients =
        [
            .. GoldenSignal.Expected.GetProperty("mitdb").GetProperty("records").EnumerateArray()
                .Where(record => record.GetProperty("channel").GetInt32() == 0)
                .GroupBy(record => record.GetProperty("record").GetString() is "202" ? "201" : record.GetProperty("record").GetString()!)
                .Select(group => new PatientRows(group.Key, [.. classes.Select(name => group.Sum(record => Count(record, name)))])),
        ];

        PatientSplit split = PatientSplitter.Find(classes, patients, new(), (ulong)seed);

        Assert.Equal((33, 5, 9), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal([3535, 505, 1010], split.MinimumRows);
        Assert.DoesNotContain("104", split.Train);
        IReadOnlyList<string>[] parts = [split.Train, split.Validation, split.Test];
        for (int part = 0; part < parts.Length; part++)
        {
            for (int i = 0; i < classes.Length; i++)
                Assert.True(patients.Where(patient => parts[part].Contains(patient.Patient)).Sum(patient => patient.Rows[i]) >= split.MinimumRows[part]);
        }

        static int Count(JsonElement record, string label) => record.GetProperty("labels").TryGetProperty(label, out JsonElement count) ? count.GetInt32() : 0;
    }

    private static IReadOnlyList<PatientRows> Patients(int count, params int[] rows) =>
        [.. Enumerable.Range(0, count).Select(i => new PatientRows($"p{i}", rows))];
}
