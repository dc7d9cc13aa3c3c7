using MlNetXai.Reporting.Reports;
using MlNetXai.Reporting.Tables;
using Xunit;

namespace MlNetXai.Reporting.Tests.Reports;

public class CardTests
{
    [Fact]
    public void DataCard_Synthetic_WarnsFirst()
    {
        WarningBlock warning = Assert.IsType<WarningBlock>(SampleReport.Data.ToSection().Blocks[0]);

        Assert.Contains("say nothing about patients", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void DataCard_Real_HasNoWarning()
    {
        Assert.DoesNotContain((SampleReport.Data with { IsSynthetic = false }).ToSection().Blocks, block => block is WarningBlock);
    }

    [Fact]
    public void DataCard_Parts_HaveBeatsPatientsAndSum()
    {
        string csv = CsvTable.Format(Tables()[0]);

        Assert.Contains("test,7,302 (4),120 (1),118 (1),44 (5),584", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void DataCard_Losses_JoinBothListsByLabel()
    {
        Table table = Tables()[1];

        Assert.Equal(
            "label,annotated_but_not_detected,detected_but_of_another_class\r\nV,11,0\r\nN,0,0\r\nA,0,3\r\nall,11,3\r\n",
            CsvTable.Format(table));
        Assert.Contains("2 beats", Assert.Single(table.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void DataCard_PartWithoutAClass_NamesPartAndBothCounts()
    {
        DataCard card = SampleReport.Data with { Parts = [new("test", 7, [new(1, 1)])] };

        Assert.Equal("Beats of part test has 1 values, not 4.", Assert.Throws<ShapeException>(card.ToSection).Message);
    }

    [Fact]
    public void ModelCard_AsMarkdown_HasThisText()
    {
        ModelCard card = SampleReport.Card with { Results = [new Table { Caption = "Accuracy", Columns = [new("Part"), new("Accuracy", ColumnKind.Percent)], Rows = [["test", 0.8]] }] };

        Assert.Equal(
            """
            # Model card

            * **Model**: ecg-lstm
            * **Architecture**: LSTM 1×128, dense 4, softmax
            * **Parameters**: 67,588
            * **Input**: 216 samples at 360 Hz, filtered mV

            ## Intended use

            Research on explanation methods for recurrent networks.

            ## Not for

            Diagnosis, monitoring or any decision about a patient.

            ## Training

            * **Optimiser**: Adam, 0.001, weight decay 0.001
            * **Epochs**: 100, best epoch 38

            ## Results

            Accuracy

            | Part | Accuracy |
            | --- | ---: |
            | test | 80.0 % |

            ## Limits

            * Trained on single beats: rhythm is unknown to it.

            ## Licence and citation

            * **Weights**: MIT licence

            """.ReplaceLineEndings("\n"),
            MarkdownSection.Format(card.ToSection()).Replace('\u00A0', ' '));
    }

    [Fact]
    public void MarkdownSection_DataCardAndFigures_NamesAllParts()
    {
        string markdown = MarkdownSection.Format(SampleReport.Data.ToSection()) + MarkdownSection.Format(SampleReport.Card.ToSection());

        Assert.All(["> **These recordings are synthetic", "| Part | Patients |", "Figure: Training history."], text => Assert.Contains(text, markdown, StringComparison.Ordinal));
    }

    private static Table[] Tables() => [.. SampleReport.Data.ToSection().Blocks.OfType<TableBlock>().Select(block => block.Table)];
}
