using MlNetXai.Reporting.Reports;
using MlNetXai.Reporting.Tables;
using MlNetXai.Reporting.Tests.Figures;

namespace MlNetXai.Reporting.Tests.Reports;

/// <summary>A report with one block of every kind.</summary>
internal static class SampleReport
{
    public static ReportModel Model => new()
    {
        Title = "What an LSTM looks at in heartbeats: synthetic ECG",
        Summary = "A network was trained to tell four kinds of heartbeats apart, and four methods were asked which samples it used. This report says how well it did, what the methods say, and how far they can be trusted.",
        Warnings = ["The recordings are synthetic: the numbers in this report say nothing about patients."],
        Headlines =
        [
            Headline.Percent("Test accuracy", new(0.812, 0.741, 0.873), "95 % interval over 7 patients; always answering N: 76.2 %"),
            Headline.Percent("Balanced accuracy", new(0.655, 0.52, 0.78, "7 patients, unreliable"), "mean over the four classes"),
            new("Best explanation at α = 0.9", "learned-mask", "in 93 % of bootstrap draws"),
            new("Pointing game", NumberText.Percent(0.91), "learned-mask, base rate 21 %"),
        ],
        Sections =
        [
            Data.ToSection(),
            Card.ToSection(),
            new("Results", [Results, Samples.SplitAccuracies(), Samples.Confusion()]),
            new("What the network looks at", [.. Samples.All.Take(3).Select(figure => new FigureBlock(figure))]),
            new("How the methods compare", [Samples.ScoreReduction(), Samples.MaskWeight(), Samples.WaveShares()]),
            new("Settings and choices", ["Every choice that the paper left open, and what was taken.", new FactsBlock([new("Seed", "7"), new("Label tolerance", "150 ms (54 samples)"), new("Score reduction", "strict >, logits, k = 0 mV")])]),
            new("Limits", [new ListBlock(["Two patients carry all paced test beats.", "Explanations speak of the network, not of the heart."])]),
        ],
        Footer = "MlNetXai 0.1.0, MIT licence.",
    };

    public static DataCard Data => new()
    {
        Name = "Synthetic ECG, default",
        Source = "generated, seed 7",
        Licence = "none needed",
        IsSynthetic = true,
        Records = 36,
        Patients = 36,
        SamplingRateHz = 360,
        Lead = "channel 0 (like MLII)",
        Classes = Samples.Classes,
        Parts =
        [
            new("training", 25, [new(1102, 17), new(480, 5), new(410, 4), new(160, 20)]),
            new("validation", 4, [new(140, 2), new(60, 1), new(70, 1), new(22, 3)]),
            new("test", 7, [new(302, 4), new(120, 1), new(118, 1), new(44, 5)]),
        ],
        Missed = [new("V", 11), new("N", 0)],
        OtherLabels = [new("A", 3)],
        Unlabelled = 2,
        Rules = [new("Filter", "FIR band-pass 3–45 Hz, zero phase"), new("Label", "one-to-one matching within 150 ms")],
    };

    public static ModelCard Card => new()
    {
        Name = "ecg-lstm",
        Details = [new("Architecture", "LSTM 1×128, dense 4, softmax"), new("Parameters", NumberText.Count(67_588)), new("Input", "216 samples at 360 Hz, filtered mV")],
        IntendedUse = "Research on explanation methods for recurrent networks.",
        OutOfScope = "Diagnosis, monitoring or any decision about a patient.",
        Training = [new("Optimiser", "Adam, 0.001, weight decay 0.001"), new("Epochs", "100, best epoch 38")],
        Results = [Samples.TrainingHistory()],
        Limits = ["Trained on single beats: rhythm is unknown to it."],
        Citation = [new("Weights", "MIT licence")],
    };

    public static Table Results => new()
    {
        Caption = "Results per class on the test part",
        Columns = [new("Class"), new("Beats", ColumnKind.Count), new("Precision", ColumnKind.Percent), new("Recall", ColumnKind.Percent), new("F1", ColumnKind.Number)],
        Rows =
        [
            ["N", 13960, new Estimate(0.93, 0.88, 0.97), new Estimate(0.95, 0.9, 0.98), 0.94],
            ["R", 1252, new Estimate(0.47, Note: "2 patients, unreliable"), new Estimate(0.3, 0.02, 0.61, "3 patients, unreliable"), 0.366],
            ["/", 1370, 0.97, 0.997, 0.983],
            ["V & <others>", 0, double.NaN, double.NaN, double.NaN],
        ],
        Notes = ["95 % percentile intervals over patients. Undefined in 12.5 % of the draws."],
    };
}
