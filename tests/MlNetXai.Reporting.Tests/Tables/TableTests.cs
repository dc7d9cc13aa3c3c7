using System.Text.Json;
using MlNetXai.Reporting.Tables;
using Xunit;

namespace MlNetXai.Reporting.Tests.Tables;

public class TableTests
{
    private static Table Sample => new()
    {
        Caption = "Results",
        Columns = [new("Class"), new("Beats", ColumnKind.Count), new("Recall (%)", ColumnKind.Percent), new("F1") { Key = "f1" }],
        Rows =
        [
            ["N", 74817, new Estimate(0.951, 0.9, 0.98), 0.1],
            ["V, \"wide\"\nor | not", 0, new Estimate(double.NaN, Note: "2 patients, unreliable"), Cell.Empty],
        ],
        Notes = ["Intervals over patients."],
    };

    [Fact]
    public void CsvFormat_IntervalsNotesAndQuotes_FollowRfc4180()
    {
        Assert.Equal(
            "class,beats,recall,recall_low,recall_high,recall_note,f1\r\n"
            + "N,74817,0.951,0.9,0.98,,0.1\r\n"
            + "\"V, \"\"wide\"\"\nor | not\",0,,,,\"2 patients, unreliable\",\r\n",
            CsvTable.Format(Sample));
    }

    [Fact]
    public void CsvFormat_AnyDouble_IsReadBackExactly()
    {
        Table table = new() { Caption = "", Columns = [new("x", ColumnKind.Number)], Rows = [[1 / 3.0], [-1.5e-300], [double.PositiveInfinity]] };

        Assert.Equal($"x\r\n0.3333333333333333\r\n-1.5E-300\r\n\r\n", CsvTable.Format(table));
    }

    [Fact]
    public void TextFormat_ColumnsAlignAndNotesAreNumbered()
    {
        Assert.Equal(
            """
            Results
            Class                Beats             Recall (%)  F1
            ------------------  ------  ---------------------  -----
            N                   74,817  95.1 % (90.0 to 98.0)  0.100
            V, "wide" or | not       0          undefined [1]
            [1] 2 patients, unreliable
            Intervals over patients.

            """,
            TextTable.Format(Sample));
    }

    [Theory]
    [InlineData(40), InlineData(60), InlineData(120)]
    public void TextFormat_LongWords_AreBrokenToTheWidth(int width)
    {
        Table table = Sample with { Rows = [.. Sample.Rows, [string.Join(' ', Enumerable.Repeat("word", 40)), 1, 0.5, new string('x', 50)]], Columns = [new("Class"), new("n"), new("r", ColumnKind.Percent), new("F1")] };

        string text = TextTable.Format(table with { Rows = [.. table.Rows.Skip(2)] }, width);

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, width));
        Assert.Equal(40, text.Split("word").Length - 1);
        Assert.Equal(50, text.Count(sign => sign == 'x'));
    }

    [Fact]
    public void MarkdownFormat_NumbersAlignRightAndPipesAreEscaped()
    {
        Assert.Equal(
            """
            | Class | Beats | Recall (%) | F1 |
            | --- | ---: | ---: | --- |
            | N | 74,817 | 95.1 % (90.0 to 98.0) | 0.100 |
            | V, "wide" or \| not | 0 | undefined [2 patients, unreliable] |  |

            Intervals over patients.

            """.ReplaceLineEndings("\n"),
            MarkdownTable.Format(Sample).Replace('\u00A0', ' '));
    }

    [Fact]
    public void JsonFormat_UndefinedIsNullAndIntervalIsObject()
    {
        using JsonDocument json = JsonDocument.Parse(JsonTable.Format(Sample));

        JsonElement first = json.RootElement[0], second = json.RootElement[1];
        Assert.Equal(74817, first.GetProperty("beats").GetInt64());
        Assert.Equal(0.9, first.GetProperty("recall").GetProperty("low").GetDouble());
        Assert.Equal(0.1, first.GetProperty("f1").GetDouble());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("recall").GetProperty("value").ValueKind);
        Assert.Equal("2 patients, unreliable", second.GetProperty("recall").GetProperty("note").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("f1").ValueKind);
    }

    [Fact]
    public void Format_NoRows_GivesHeadingOnly()
    {
        Table table = Sample with { Rows = [], Notes = [] };

        Assert.Equal("class,beats,recall,f1\r\n", CsvTable.Format(table));
        Assert.Equal("[]", JsonTable.Format(table));
    }

    [Fact]
    public void Format_RowShort_NamesTableRowAndBothCounts()
    {
        Table table = Sample with { Rows = [["N", 1, 0.5, 0.5], ["V", 2]] };

        foreach (Func<Table, string> format in new Func<Table, string>[] { CsvTable.Format, MarkdownTable.Format, JsonTable.Format })
            Assert.Equal("Table 'Results', row 2, has 2 cells, not 4, one per column.", Assert.Throws<ShapeException>(() => format(table)).Message);
    }

    [Theory]
    [InlineData("Test accuracy (%)", "test_accuracy")]
    [InlineData("λ1", "λ1")]
    [InlineData("  F1 – score ", "f1_score")]
    public void Key_Default_IsHeadingInLowerCaseWithUnderscores(string name, string key)
    {
        Assert.Equal(key, new Column(name).Key);
    }
}
