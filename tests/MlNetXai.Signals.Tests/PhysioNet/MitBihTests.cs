using MlNetXai.Signals.PhysioNet;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.PhysioNet;

public class MitBihTests
{
    [Theory]
    [InlineData("100 201 202", true), InlineData("201 202 s001", false), InlineData("", false)]
    public void PatientOfRecord_OnlyMitBihFolders_Merge201And202(string records, bool merged)
    {
        using TemporaryFolder folder = new();

        IReadOnlyDictionary<string, string> patients = MitBih.PatientOfRecord(folder.Path, records.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(merged, patients.ContainsKey("202"));
    }
}
