using System.Globalization;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Training;

/// <summary>Questions of study A that its paper leaves open, with the answers of a run.</summary>
public static class EcgChoices
{
    /// <summary>Those of data and training.</summary>
    public static IReadOnlyList<Choice> Training(EcgTrainingOptions options) =>
    [
        new("Which lead is 'channel 1'?", options.Lead is { } lead ? $"{lead}; a record without it: {options.MissingLead}" : $"signal {options.Channel}, counted from 0", "--channel, --lead, --missing-lead"),
        new("How far may annotation and detection lie apart?", string.Create(CultureInfo.InvariantCulture, $"{options.LabelToleranceMs} ms, one to one (the rule of bxb)"), "--label-tolerance"),
        new("Which records are one patient?", "201 and 202; otherwise one record is one patient"),
        new("In which order are patients drawn?", $"Philox 4×32-10, Fisher–Yates on names in ordinal order; accepted draw {options.Split} of seed {options.Seed}", "--seed, --split"),
        new("Are beats normalised?", "no: filtered mV, so that replacement values are in mV"),
        new("Where does dropout act?", "on the head's input and between stacked LSTM layers", "--dropout"),
        new("What does weight decay act on?", "all parameters, biases too: gradient + weight decay × weight", "--weight-decay"),
        new("How do weights start?", "uniform in ±1/√hidden, two bias vectors, no extra forget bias (PyTorch's convention)"),
        new("What becomes of the last, short batch?", "kept; the loss is the mean over the batch"),
        new("In which order are rows read?", "shuffled each epoch"),
        new("Do classes weigh alike?", options.BalanceClasses ? "weighted by inverse frequency" : "every beat weighs the same", "--balance-classes"),
        new("Which is the order of the classes?", string.Join(", ", options.Classes), "--classes"),
    ];

    /// <summary>Those of the explanations.</summary>
    public static IReadOnlyList<Choice> Explanation { get; } =
    [
        new("Which score is explained?", "the logit of the class by label", "--target"),
        new("Is an element at the threshold deleted?", "no: only what is above α"),
        new("What sign has the input derivative?", "its magnitude is the salience, scaled to 0–1 per beat"),
        new("What is k?", "0 mV, as in the paper; the mean is that of the training part per channel", "--fill"),
        new("How is λ1 chosen?", "by default 0.01; with auto the one whose score reduction averaged over all α is largest on validation beats", "--lambda1"),
        new("Which samples are P, Q, R, S, T?", "synthetic recordings: the true bounds; real ones: fixed windows round R per class, disjoint, the earlier wave keeps its samples"),
    ];
}
