using MlNetXai.Explanations.Evaluation;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public class RowSelectionTests
{
    // 300 rows: class = row % 3; patients a, b, c hold 150, 100 and 50 of them.
    private static readonly int[] Labels = [.. Enumerable.Range(0, 300).Select(row => row % 3)];
    private static readonly string[] Patients = [.. Enumerable.Range(0, 300).Select(row => row < 150 ? "a" : row < 250 ? "b" : "c")];
    private static readonly int[] All = [.. Enumerable.Range(0, 300)];

    [Theory]
    [InlineData(9), InlineData(60), InlineData(90)]
    public void Draw_EnoughRows_HasEquallyManyOfEveryClass(int count)
    {
        int[] drawn = RowSelection.Draw(All, Labels, Patients, 3, count, seed: 1);

        Assert.Equal(drawn.Length, drawn.Distinct().Count());
        Assert.All(Enumerable.Range(0, 3), c => Assert.Equal(count / 3, drawn.Count(row => Labels[row] == c)));
    }

    [Fact]
    public void Draw_FewPerClass_ReachesEveryPatient()
    {
        int[] drawn = RowSelection.Draw(All, Labels, Patients, 3, 9, seed: 4);

        Assert.Equal(["a", "b", "c"], drawn.Select(row => Patients[row]).Distinct().Order());
    }

    [Fact]
    public void Draw_MoreThanThereAre_GivesAll() => Assert.Equal(All, RowSelection.Draw(All, Labels, Patients, 3, 5000, seed: 1));

    [Fact]
    public void Draw_RowsInAnotherOrder_GivesTheSame() =>
        Assert.Equal(
            RowSelection.Draw(All, Labels, Patients, 3, 50, seed: 9),
            RowSelection.Draw([.. All.Reverse()], Labels, Patients, 3, 50, seed: 9));

    [Fact]
    public void Draw_OtherSeed_GivesOthers() =>
        Assert.NotEqual(
            RowSelection.Draw(All, Labels, Patients, 3, 50, seed: 1),
            RowSelection.Draw(All, Labels, Patients, 3, 50, seed: 2));
}
